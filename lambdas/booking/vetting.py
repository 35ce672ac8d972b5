"""Whether a carrier may haul a load: yes, yes with a warning, no, or nobody could say.

A check passes only on a clear good answer; what is unknown is a warning for a person to decide.
Sources: 49 CFR 365 (operating authority), 385 (safety fitness), 387 (insurance), 392.9b (registration), and
https://mobile.fmcsa.dot.gov/QCDevsite/docs/qcApi for the elements.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

from lambdas.booking.carrier_record import (
    AuthorityStatus,
    CarrierRecord,
    Flag,
    InsuranceFiling,
    NotFound,
    SafetyRating,
    Unavailable,
)

Lookup: TypeAlias = CarrierRecord | NotFound | Unavailable

LEAST_INSURANCE_CENTS = 75_000_000
"""49 CFR 387.9: $750,000 for property that is not hazardous, the least that any for-hire carrier needs."""

_LONGEST_NATIONAL_NUMBER = 10


class Outcome(StrEnum):
    """PASS books; WARN and UNAVAILABLE wait for a person; FAIL releases the hold."""

    PASS = "PASS"  # noqa: S105 - an outcome, not a password
    WARN = "WARN"
    FAIL = "FAIL"
    UNAVAILABLE = "UNAVAILABLE"


class Reason(NamedTuple):
    """Why the outcome is not PASS: a stable code, a text for people, and who may read it."""

    code: str
    text: str
    outcome: Outcome
    staff_only: bool = False


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


def _fail(code: str, text: str) -> Reason:
    return Reason(code, text, Outcome.FAIL)


def _warn(code: str, text: str) -> Reason:
    return Reason(code, text, Outcome.WARN)


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
        return (_fail("carrier_not_found", f"FMCSA knows no carrier with USDOT {request.dot_number}."),)
    if lookup.dot_number != request.dot_number:
        text = f"FMCSA answered about USDOT {lookup.dot_number}; vet again or review by hand."
        return (Reason("fmcsa_other_carrier", text, Outcome.UNAVAILABLE),)
    return (
        *_permission(lookup),
        *_out_of_service(lookup),
        *_operating_authority(lookup),
        *_coverage(lookup.insurance),
        *_expiry(lookup.insurance, now, timedelta(days=request.insurance_warning_days)),
        *_safety(lookup.safety_rating),
        *_sender(request, lookup),
    )


def _permission(record: CarrierRecord) -> tuple[Reason, ...]:
    """`allowedToOperate` is exactly Y and the USDOT number is active (49 CFR 392.9b)."""
    reasons = []
    if record.allowed_to_operate is Flag.NO:
        reasons.append(_fail("not_allowed_to_operate", "FMCSA does not allow the carrier to operate."))
    if record.allowed_to_operate is Flag.UNKNOWN:
        reasons.append(_warn("allowed_to_operate_unknown", "FMCSA does not say that it may operate."))
    if record.status is AuthorityStatus.INACTIVE:
        reasons.append(_fail("usdot_inactive", "The USDOT number is inactive."))
    if record.status is AuthorityStatus.UNKNOWN:
        reasons.append(
            _warn("usdot_status_unknown", "FMCSA does not say whether the USDOT number is active.")
        )
    return tuple(reasons)


def _out_of_service(record: CarrierRecord) -> tuple[Reason, ...]:
    """An `oosDate` is the order itself (49 CFR 385.13, 386.72); QCMobile sends no flag."""
    if record.out_of_service:
        return (_fail("out_of_service", "The carrier is under an out-of-service order."),)
    if record.out_of_service_orders:
        return (_warn("out_of_service_history", "FMCSA lists an out-of-service order; check if it is over."),)
    return ()


def _operating_authority(record: CarrierRecord) -> tuple[Reason, ...]:
    """Active common or contract authority for property (49 CFR 365.101); broker authority hauls nothing.

    The carrier's own statuses do not say for what, so a row of `/authority` must agree with them.
    """
    statuses = (record.common_authority, record.contract_authority)
    active = [row for row in record.authorities if AuthorityStatus.ACTIVE in (row.common, row.contract)]
    if not active and AuthorityStatus.ACTIVE not in statuses:
        return (_without_authority(record),)
    if active and all(row.for_property is Flag.NO for row in active):
        return (_fail("authority_not_for_property", "Its active authority is not to haul property."),)
    if any(row.for_property is Flag.YES for row in active) and AuthorityStatus.ACTIVE in statuses:
        return ()
    return (_warn("authority_unconfirmed", "FMCSA's records do not agree on authority to haul property."),)


def _without_authority(record: CarrierRecord) -> Reason:
    statuses = [record.common_authority, record.contract_authority]
    statuses += [status for row in record.authorities for status in (row.common, row.contract)]
    if AuthorityStatus.UNKNOWN in statuses:
        return _warn(
            "authority_unknown", "FMCSA does not say whether common or contract authority is active."
        )
    return _fail("authority_not_active", "No common or contract authority is active.")


def _coverage(filing: InsuranceFiling) -> tuple[Reason, ...]:
    """BIPD insurance on file covers what is required of the carrier (49 CFR 387.7, 387.9, 387.301)."""
    if filing.on_file is None:
        return (_warn("insurance_unknown", "FMCSA does not say how much insurance is on file."),)
    if filing.required is Flag.YES and filing.on_file < (filing.required_amount or 1):
        return (_fail("insurance_insufficient", "Insurance on file is less than FMCSA requires."),)
    if filing.required is Flag.UNKNOWN or (filing.required is Flag.YES and filing.required_amount is None):
        return (_warn("insurance_requirement_unknown", "FMCSA does not say how much insurance is required."),)
    if filing.on_file < LEAST_INSURANCE_CENTS:
        return (_warn("insurance_low", "Insurance on file is under $750,000; ask for a certificate."),)
    return ()


def _expiry(filing: InsuranceFiling, now: datetime, notice: timedelta) -> tuple[Reason, ...]:
    """QCMobile sends no expiry date today; one that is sent counts, its absence says nothing."""
    if filing.expiry_unreadable:
        return (_warn("insurance_expiry_unknown", "The insurance's expiry date cannot be read."),)
    if filing.expires_on is None or filing.expires_on > (now + notice).date():
        return ()
    if filing.expires_on < now.date():
        return (_fail("insurance_expired", f"Insurance expired on {filing.expires_on}."),)
    return (_warn("insurance_expiring", f"Insurance expires on {filing.expires_on}."),)


def _safety(rating: SafetyRating) -> tuple[Reason, ...]:
    """Unsatisfactory may not operate (49 CFR 385.13); conditional may; not rated is the usual case."""
    if rating is SafetyRating.UNSATISFACTORY:
        return (_fail("safety_unsatisfactory", "FMCSA rates the carrier's safety unsatisfactory."),)
    if rating is SafetyRating.CONDITIONAL:
        return (_warn("safety_conditional", "FMCSA rates the carrier's safety conditional."),)
    if rating is SafetyRating.UNKNOWN:
        return (_warn("safety_rating_unknown", "FMCSA's safety rating cannot be read."),)
    return ()


def _sender(request: VettingRequest, record: CarrierRecord) -> tuple[Reason, ...]:
    """Someone who writes from an unknown phone or address may be posing as the carrier."""
    phones = {_national(phone) for phone in (*request.known_phones, record.telephone or "") if phone}
    emails = {email.strip().casefold() for email in request.known_emails}
    reasons = []
    if request.sender_phone is not None and _national(request.sender_phone) not in phones:
        reasons.append(_warn("sender_phone_unknown", "The sender's phone is not a known contact's."))
    if request.sender_email is not None and request.sender_email.strip().casefold() not in emails:
        reasons.append(_warn("sender_email_unknown", "The sender's e-mail is not a known contact's."))
    return tuple(reasons)


def _national(phone: str) -> str:
    """The digits of a number; a North American one without its country code, as FMCSA writes them."""
    digits = "".join(character for character in phone if character.isdecimal())
    return digits.removeprefix("1") if len(digits) == _LONGEST_NATIONAL_NUMBER + 1 else digits
