"""What FMCSA says about one carrier, read out of QCMobile's JSON without believing any of it.

Element names are those of captured answers, which differ from the published table
(https://mobile.fmcsa.dot.gov/QCDevsite/docs/apiElements) in `allowedToOperate` and `oosDate`.
An element that is absent, null or odd is *unknown*: never yes, never zero. Named tuples as in `snapshot.py`.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

Json: TypeAlias = Mapping[str, object]


class Flag(StrEnum):
    """A `Y`/`N` element; `u`, absence and anything else are unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AuthorityStatus(StrEnum):
    """An `…AuthorityStatus` element: `A` active, `I` inactive, `N` none."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    UNKNOWN = "unknown"


class SafetyRating(StrEnum):
    """A rating of 49 CFR 385.3; most carriers were never rated, which says nothing against them."""

    SATISFACTORY = "satisfactory"
    CONDITIONAL = "conditional"
    UNSATISFACTORY = "unsatisfactory"
    NOT_RATED = "not_rated"
    UNKNOWN = "unknown"


class OperatingAuthority(NamedTuple):
    """One row of `/carriers/{dot}/authority`: one docket and what it allows (49 CFR 365)."""

    common: AuthorityStatus
    contract: AuthorityStatus
    for_property: Flag


class InsuranceFiling(NamedTuple):
    """Bodily injury and property damage (BIPD) insurance, in US cents; None is unknown, not zero."""

    required: Flag
    required_amount: int | None
    on_file: int | None
    expires_on: date | None
    expiry_unreadable: bool


class CarrierRecord(NamedTuple):
    """`/carriers/{dot}` with the rows of `/authority` and the number of orders of `/oos`."""

    dot_number: int
    legal_name: str
    status: AuthorityStatus
    allowed_to_operate: Flag
    out_of_service: bool
    out_of_service_orders: int
    common_authority: AuthorityStatus
    contract_authority: AuthorityStatus
    authorities: tuple[OperatingAuthority, ...]
    insurance: InsuranceFiling
    safety_rating: SafetyRating
    telephone: str | None


class UnavailableReason(StrEnum):
    """Why FMCSA could not be asked; safe to log and to show."""

    NOT_CONFIGURED = "not_configured"
    WEB_KEY_REFUSED = "web_key_refused"
    REFUSED_AT_EDGE = "refused_at_edge"
    MAINTENANCE = "maintenance"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    OVERLOADED = "overloaded"
    ERROR_MESSAGE = "error_message"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"


class Unavailable(NamedTuple):
    """FMCSA did not say; nothing is known about the carrier."""

    reason: UnavailableReason

    @property
    def retryable(self) -> bool:
        """False when a person must first repair the key, the address or the network."""
        return self.reason not in _BEYOND_RETRYING


class NotFound(NamedTuple):
    """FMCSA answered that it knows no such carrier."""


class SeveralCarriers(NamedTuple):
    """A docket number that several carriers hold; a person must say which."""

    dot_numbers: tuple[int, ...]


_BEYOND_RETRYING = (
    UnavailableReason.NOT_CONFIGURED,
    UnavailableReason.WEB_KEY_REFUSED,
    UnavailableReason.REFUSED_AT_EDGE,
)
_FLAGS = {"Y": Flag.YES, "N": Flag.NO}
_STATUSES = {"A": AuthorityStatus.ACTIVE, "I": AuthorityStatus.INACTIVE, "N": AuthorityStatus.INACTIVE}
_RATINGS = {
    "S": SafetyRating.SATISFACTORY,
    "C": SafetyRating.CONDITIONAL,
    "U": SafetyRating.UNSATISFACTORY,
    **{
        rating.value.upper(): rating
        for rating in (SafetyRating.SATISFACTORY, SafetyRating.CONDITIONAL, SafetyRating.UNSATISFACTORY)
    },
}
_CENTS_IN_A_THOUSAND_DOLLARS = 100_000
_MOST_DIGITS = 9
_SLASHES_OF_A_US_DATE = 2
_LARGEST_DOT_NUMBER = 99_999_999


def read_carrier(
    carrier: Json, authorities: tuple[OperatingAuthority, ...] = (), out_of_service_orders: int = 0
) -> CarrierRecord | None:
    """The record in a `carrier` object, or None when it does not even name a carrier."""
    dot_number = read_dot_number(carrier.get("dotNumber"))
    if dot_number is None:
        return None
    return CarrierRecord(
        dot_number=dot_number,
        legal_name=_text(carrier.get("legalName")) or "",
        status=_status(carrier.get("statusCode")),
        allowed_to_operate=_flag(carrier.get("allowedToOperate")),
        out_of_service=carrier.get("oosDate") not in (None, ""),
        out_of_service_orders=out_of_service_orders,
        common_authority=_status(carrier.get("commonAuthorityStatus")),
        contract_authority=_status(carrier.get("contractAuthorityStatus")),
        authorities=authorities,
        insurance=_insurance(carrier),
        safety_rating=_rating(carrier.get("safetyRating")),
        telephone=_text(carrier.get("telephone")),
    )


def read_authority(row: Json) -> OperatingAuthority:
    """A `carrierAuthority` object; its `authority` element contradicts the others and is not read."""
    return OperatingAuthority(
        common=_status(row.get("commonAuthorityStatus")),
        contract=_status(row.get("contractAuthorityStatus")),
        for_property=_flag(row.get("authorizedForProperty")),
    )


def read_dot_number(value: object) -> int | None:
    """A USDOT number, sent as a number or as text, of one to eight digits."""
    number = _whole_number(value)
    return number if number is not None and 0 < number <= _LARGEST_DOT_NUMBER else None


def _insurance(carrier: Json) -> InsuranceFiling:
    expiry = carrier.get("bipdInsuranceExpirationDate")
    expires_on = _date(expiry)
    return InsuranceFiling(
        required=_flag(carrier.get("bipdInsuranceRequired")),
        required_amount=_thousands_of_dollars(carrier.get("bipdRequiredAmount")),
        on_file=_thousands_of_dollars(carrier.get("bipdInsuranceOnFile")),
        expires_on=expires_on,
        expiry_unreadable=expires_on is None and expiry not in (None, ""),
    )


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _flag(value: object) -> Flag:
    return _FLAGS.get(_text(value) or "", Flag.UNKNOWN)


def _status(value: object) -> AuthorityStatus:
    return _STATUSES.get(_text(value) or "", AuthorityStatus.UNKNOWN)


def _rating(value: object) -> SafetyRating:
    if value in (None, ""):
        return SafetyRating.NOT_RATED
    return _RATINGS.get((_text(value) or "").upper(), SafetyRating.UNKNOWN)


def _thousands_of_dollars(value: object) -> int | None:
    thousands = _whole_number(value)
    return None if thousands is None else thousands * _CENTS_IN_A_THOUSAND_DOLLARS


def _whole_number(value: object) -> int | None:
    if isinstance(value, str):
        digits = value.strip().removeprefix("$").replace(",", "")
        readable = digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS
        return int(digits) if readable else None
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**_MOST_DIGITS else None


def _date(value: object) -> date | None:
    text = _text(value) or ""
    if text.count("/") == _SLASHES_OF_A_US_DATE:
        month, day, year = text.split("/")
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
