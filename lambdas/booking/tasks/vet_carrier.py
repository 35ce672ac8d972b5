"""VETTING: may the carrier that holds the load haul it? Only a PASS goes on by itself."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from lambdas.booking import domain, events, vetting
from lambdas.booking.errors import (
    CarrierNotEligible,
    HoldLost,
    LoadCancelled,
    VettingRefused,
    VettingUnavailable,
    VettingWarned,
)
from lambdas.booking.settings import settings_of
from lambdas.booking.snapshot import Carrier, Offer, Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, NewVetting, passing
from lambdas.booking.tasks.visiting import visit_once
from lambdas.booking.vetting import CarrierAuthority, Vetting, VettingRequest
from lambdas.booking.vetting_reasons import Outcome
from lambdas.shared.errors import RejectedError, RetryableError
from lambdas.shared.secrets import secret
from lambdas.shared.task import Outcome as TaskOutcome
from lambdas.shared.task import task
from lambdas.shared.wiring import Dependencies
from schemas.booking.tasks.vetting import CarrierVetting, VetCarrierInput

if TYPE_CHECKING:
    from schemas.booking.statuses import VettingOutcome


def decide(
    authority: CarrierAuthority, visit: VetCarrierInput, snapshot: Snapshot, now: datetime
) -> Decision[CarrierVetting]:
    """Raises HoldLost, LoadCancelled. Asking `authority` is safe to repeat."""
    carrier, held = snapshot.carrier, snapshot.held
    if domain.cancellation_stands(snapshot):
        raise LoadCancelled(snapshot.load.cancel_reason)
    if carrier is None or held is None or not domain.holds(snapshot, visit.offer_id, now):
        raise HoldLost(visit.offer_id)
    return _judged(visit, snapshot, vetting.vet(_request(snapshot, carrier, held), authority, now))


def _judged(visit: VetCarrierInput, snapshot: Snapshot, found: Vetting) -> Decision[CarrierVetting]:
    reasons = tuple(reason.text for reason in found.reasons)
    outcome: VettingOutcome = found.outcome.value
    shown = tuple(reason.text for reason in found.reasons_for_carrier())
    event = events.carrier_vetted(visit.load_id, visit.offer_id, visit.dot_number, outcome, shown)
    held = passing(snapshot.load, "VETTING")._replace(held_offer_id=visit.offer_id)
    final = not (found.outcome is Outcome.UNAVAILABLE and found.retryable)
    return Decision(
        Changes(held, vetting=NewVetting(visit.dot_number, outcome, reasons, found.legal_name)),
        CarrierVetting(outcome=outcome, reasons=reasons),
        events=(event,) if final else (),
        error=_error(visit.dot_number, found, reasons),
        remembered=final,
    )


def _error(
    dot_number: int, found: Vetting, reasons: tuple[str, ...]
) -> RejectedError | RetryableError | None:
    match found.outcome:
        case Outcome.PASS:
            return None
        case Outcome.WARN:
            return VettingWarned(dot_number, reasons)
        case Outcome.FAIL:
            return CarrierNotEligible(dot_number, reasons)
        case Outcome.UNAVAILABLE if found.retryable:
            return VettingUnavailable(dot_number, reasons)
    return VettingRefused(dot_number, reasons)


def _request(snapshot: Snapshot, carrier: Carrier, held: Offer) -> VettingRequest:
    """A sender is compared only with contacts that the workspace knows: nobody is known of a new carrier."""
    sender = held.contact if carrier.phones or carrier.emails else None
    return VettingRequest(
        dot_number=carrier.dot_number,
        do_not_use=carrier.do_not_use,
        do_not_use_reason=carrier.do_not_use_reason,
        known_phones=carrier.phones,
        known_emails=carrier.emails,
        sender_phone=None if sender is None else sender.phone,
        sender_email=None if sender is None else sender.email,
        insurance_warning_days=snapshot.post.policy.insurance_warning_days,
    )


def authority_of(dependencies: Dependencies) -> CarrierAuthority:
    """FMCSA, as the environment names it."""
    from lambdas.booking.fmcsa import QCMobile  # noqa: PLC0415 - its HTTP client is slow to import

    settings = settings_of(dependencies)
    return QCMobile(settings.fmcsa_base_url, secret(settings.fmcsa_secret_id, "web_key"))


def vet_carrier(visit: VetCarrierInput, dependencies: Dependencies) -> TaskOutcome[CarrierVetting]:
    return visit_once(visit, dependencies, partial(decide, authority_of(dependencies)), CarrierVetting)


handler = task(vet_carrier, VetCarrierInput, CarrierVetting)
