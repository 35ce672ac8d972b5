"""FMCSA as a seeded actor: most carriers are good, some need a person, some may not haul."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from lambdas.booking.carrier_record import (
    AuthorityStatus,
    CarrierRecord,
    Flag,
    InsuranceFiling,
    NotFound,
    OperatingAuthority,
    SafetyRating,
    Unavailable,
    UnavailableReason,
)
from lambdas.booking.vetting import Lookup
from local.simulator.decisions import Decisions

STANDINGS = {"good": 82, "warned": 8, "out of service": 5, "unknown": 3, "refused": 2}
CHANCE_DOWN = 0.06
SLOWEST_SECONDS = 6
COVERED_CENTS = 100_000_000


class Register:
    """`look_up` as the vetting task asks it; each question is a decision of its own, and takes its time."""

    def __init__(self, decisions: Decisions, pause: Callable[[float], None]) -> None:
        self._decisions = decisions
        self._pause = pause
        self._asked: Counter[int] = Counter()

    def look_up(self, dot_number: int) -> Lookup:
        self._asked[dot_number] += 1
        key = f"fmcsa/{dot_number}"
        self._pause(SLOWEST_SECONDS * self._decisions.number(f"{key}/{self._asked[dot_number]}/seconds"))
        if self._decisions.happens(CHANCE_DOWN, f"{key}/{self._asked[dot_number]}/down"):
            return Unavailable(UnavailableReason.UNREACHABLE)
        match self._decisions.act(STANDINGS, f"{key}/standing", "good"):
            case "warned":
                return _record(dot_number)._replace(out_of_service_orders=1)
            case "out of service":
                return _record(dot_number)._replace(out_of_service=True)
            case "unknown":
                return NotFound()
            case "refused":
                return Unavailable(UnavailableReason.WEB_KEY_REFUSED)
        return _record(dot_number)


def _record(dot_number: int) -> CarrierRecord:
    active = AuthorityStatus.ACTIVE
    return CarrierRecord(
        dot_number=dot_number,
        legal_name=f"Carrier {dot_number}",
        status=active,
        allowed_to_operate=Flag.YES,
        out_of_service=False,
        out_of_service_orders=0,
        common_authority=active,
        contract_authority=active,
        authorities=(OperatingAuthority(active, active, Flag.YES),),
        insurance=InsuranceFiling(
            Flag.YES, 75_000_000, COVERED_CENTS, date(2029, 1, 1), expiry_unreadable=False
        ),
        safety_rating=SafetyRating.SATISFACTORY,
        telephone=None,
    )
