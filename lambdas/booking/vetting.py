"""Whether a carrier may haul a load: yes, yes with a warning, no, or nobody could say.

A check passes only on a clear good answer; what is unknown is a warning for a person to decide. The checks
of FMCSA's record stand in `carrier_checks.py`.
"""

from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeAlias

from lambdas.booking.carrier_checks import (
    coverage,
    expiry,
    operating_authority,
    out_of_service,
    permission,
    safety,
)
from lambdas.booking.carrier_record import CarrierRecord, NotFound, Unavailable
from lambdas.booking.vetting_reasons import Outcome, Reason, failing, warning

Lookup: TypeAlias = CarrierRecord | NotFound | Unavailable

_LONGEST_NATIONAL_NUMBER = 10


class Vetting(NamedTuple):
    """The outcome for one carrier at one time, with every reason found; `legal_name` as FMCSA has it."""

    dot_number: int
    legal_name: str | None
    outcome: Outcome
    reasons: tuple[Reason, ...]
    checked_at: datetime
    retryable: bool = False

    def reasons_for_carrier(self) -> tuple[Reason, ...]:
        """The reasons without what only staff may read; never empty when there were any."""
        shown = tuple(reason for reason in self.reasons if not reason.staff_only)
        return shown or (_REFUSED_PRIVATELY,) * bool(self.reasons)


class VettingRequest(NamedTuple):
    """The carrier, what the workspace knows of it, and who is speaking for it (None: a signed-in carrier)."""

    dot_number: int
    do_not_use: bool = False
    do_not_use_reason: str | None = None
    known_phones: tuple[str, ...] = ()
    known_emails: tuple[str, ...] = ()
    sender_phone: str | None = None
    sender_email: str | None = None
    insurance_warning_days: int = 30


class CarrierAuthority(Protocol):
    """Where carriers are registered; `fmcsa.QCMobile` in production."""

    def look_up(self, dot_number: int) -> Lookup: ...


_REFUSED_PRIVATELY = Reason("not_eligible", "The broker cannot use this carrier for this load.", Outcome.FAIL)


def vet(request: VettingRequest, authority: CarrierAuthority, now: datetime) -> Vetting:
    """Ask the authority about the carrier once and judge the answer. Raises nothing of its own."""
    return judge(request, authority.look_up(request.dot_number), now)


def judge(request: VettingRequest, lookup: Lookup, now: datetime) -> Vetting:
    """The vetting of a carrier by an answer already fetched; `now` is aware."""
    reasons = (*_do_not_use(request), *_registration(request, lookup, now))
    return Vetting(
        dot_number=request.dot_number,
        legal_name=lookup.legal_name or None if isinstance(lookup, CarrierRecord) else None,
        outcome=_worst(reasons),
        reasons=reasons,
        checked_at=now,
        retryable=isinstance(lookup, Unavailable) and lookup.retryable,
    )


def _worst(reasons: tuple[Reason, ...]) -> Outcome:
    outcomes = {reason.outcome for reason in reasons}
    by_weight = (Outcome.FAIL, Outcome.UNAVAILABLE, Outcome.WARN)
    return next((outcome for outcome in by_weight if outcome in outcomes), Outcome.PASS)


def _do_not_use(request: VettingRequest) -> tuple[Reason, ...]:
    if not request.do_not_use:
        return ()
    text = f"On the workspace's do-not-use list: {request.do_not_use_reason or 'no reason given'}."
    return (Reason("do_not_use", text, Outcome.FAIL, staff_only=True),)


def _registration(request: VettingRequest, lookup: Lookup, now: datetime) -> tuple[Reason, ...]:
    if isinstance(lookup, Unavailable):
        text = f"FMCSA could not be asked ({lookup.reason.value}); vet again or review by hand."
        return (Reason("fmcsa_unavailable", text, Outcome.UNAVAILABLE),)
    if isinstance(lookup, NotFound):
        return (failing("carrier_not_found", f"FMCSA knows no carrier with USDOT {request.dot_number}."),)
    if lookup.dot_number != request.dot_number:
        text = f"FMCSA answered about USDOT {lookup.dot_number}; vet again or review by hand."
        return (Reason("fmcsa_other_carrier", text, Outcome.UNAVAILABLE),)
    return (
        *permission(lookup),
        *out_of_service(lookup),
        *operating_authority(lookup),
        *coverage(lookup.insurance),
        *expiry(lookup.insurance, now, timedelta(days=request.insurance_warning_days)),
        *safety(lookup.safety_rating),
        *_sender(request, lookup),
    )


def _sender(request: VettingRequest, record: CarrierRecord) -> tuple[Reason, ...]:
    """Someone who writes from an unknown phone or address may be posing as the carrier."""
    phones = {_national(phone) for phone in (*request.known_phones, record.telephone or "") if phone}
    emails = {email.strip().casefold() for email in request.known_emails}
    reasons = []
    if request.sender_phone is not None and _national(request.sender_phone) not in phones:
        reasons.append(warning("sender_phone_unknown", "The sender's phone is not a known contact's."))
    if request.sender_email is not None and request.sender_email.strip().casefold() not in emails:
        reasons.append(warning("sender_email_unknown", "The sender's e-mail is not a known contact's."))
    return tuple(reasons)


def _national(phone: str) -> str:
    """The digits of a number; a North American one without its country code, as FMCSA writes them."""
    digits = "".join(character for character in phone if character.isdecimal())
    return digits.removeprefix("1") if len(digits) == _LONGEST_NATIONAL_NUMBER + 1 else digits
