"""Hours in which US states allow solicitations by phone and text, where they are stricter than 08:00 to
21:00.

The federal rule is 47 CFR 64.1200(c)(1). No row knows a state's legal holidays. A row that is not
`certain` rests on published summaries of the law rather than on its text: ask counsel before you send
solicitations there at the edges.
"""

from __future__ import annotations

from datetime import time
from typing import NamedTuple


class Hours(NamedTuple):
    """Local times between which messages may go out: from `opens` on, and before `closes`."""

    opens: time
    closes: time


class StateHours(NamedTuple):
    """A state's hours; None is a day without solicitations. `area_codes` are those of its numbers."""

    law: str
    certain: bool
    weekday: Hours
    saturday: Hours
    sunday: Hours | None
    area_codes: str


def _same(law: str, certain: bool, opens: int, closes: int, area_codes: str) -> StateHours:
    hours = Hours(time(opens), time(closes))
    return StateHours(law, certain, hours, hours, hours, area_codes)


def _no_sunday(law: str, certain: bool, opens: int, closes: int, area_codes: str) -> StateHours:
    return _same(law, certain, opens, closes, area_codes)._replace(sunday=None)


DEFAULT = Hours(time(8), time(21))
STATES = {
    "AL": _no_sunday("Ala. Code 8-19A-14", False, 8, 20, "205 251 256 334 659 938"),
    "CT": _same("Conn. Gen. Stat. 42-288a (P.A. 23-98)", True, 9, 20, "203 475 860 959"),
    "FL": _same(
        "Fla. Stat. 501.616(6)(a)",
        True,
        8,
        20,
        "239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954",
    ),
    "KY": _same("KRS 367.46955(5)", False, 10, 21, "270 364 502 606 859"),
    "LA": _no_sunday("La. R.S. 45:844.14 and the LPSC's order", False, 8, 20, "225 318 337 504 985"),
    "MA": _same("M.G.L. c. 159C s. 3, 201 CMR 12", True, 8, 20, "339 351 413 508 617 774 781 857 978"),
    "MD": _same("Md. Code, Com. Law 14-4502 (2024)", True, 8, 20, "227 240 301 410 443 667"),
    "MI": _same("MCL 445.111 ff.", False, 9, 21, "231 248 269 313 517 586 616 734 810 906 947 989"),
    "MN": _same("Minn. Stat. 325E.30", True, 9, 21, "218 320 507 612 651 763 952"),
    "MS": _no_sunday("Miss. Code 77-3-723", False, 8, 20, "228 601 662 769"),
    "NJ": _same("N.J.S.A. 56:8-130 ff.", False, 8, 20, "201 551 609 640 732 848 856 862 908 973"),
    "NM": _same("N.M. Stat. 57-12-22", False, 9, 21, "505 575"),
    "NV": _same("NRS 228.620, NAC 228", False, 9, 20, "702 725 775"),
    "OK": _same("Okla. Stat. tit. 15, 775C.4", True, 8, 20, "405 539 572 580 918"),
    "RI": StateHours(
        "R.I. Gen. Laws 5-61-2(9), 5-61-3.6",
        False,
        Hours(time(9), time(18)),
        Hours(time(10), time(17)),
        Hours(time(10), time(17)),
        "401",
    ),
    "SD": _no_sunday("SDCL 37-30A", False, 9, 21, "605"),
    "TX": _same(
        "Tex. Bus. & Com. Code 301.051 (S.B. 140 of 2025: texts too)",
        True,
        9,
        21,
        "210 214 254 281 325 346 361 409 430 432 469 512 682 713 726 737 806 817 830 832 903 915 936 "
        "940 945 956 972 979",
    )._replace(sunday=Hours(time(12), time(21))),
    "UT": _no_sunday("Utah Code 13-25a-103", False, 8, 21, "385 435 801"),
    "WA": _same("RCW 80.36.390, 19.158.040", True, 8, 20, "206 253 360 425 509 564"),
    "WY": _same("Wyo. Stat. 40-12-302", False, 8, 20, "307"),
}
"""Read 2025-11 to 2026-11; laws change, so a row is data to be reviewed, not a promise."""

STATE_OF_AREA_CODE = {code: state for state, hours in STATES.items() for code in hours.area_codes.split()}
