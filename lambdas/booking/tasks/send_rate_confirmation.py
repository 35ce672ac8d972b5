"""RATECON_SENT: send the rate confirmation, remind once, and wait for the signature."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lambdas.booking import domain, rate_confirmation, settling
from lambdas.booking.equipment import equipment_of
from lambdas.booking.errors import RateConfirmationOverdue
from lambdas.booking.links import LinkTarget
from lambdas.booking.rate_confirmation import RateConfirmationTerms, StopTerms
from lambdas.booking.rate_confirmation_events import rate_confirmation_reminded, rate_confirmation_sent
from lambdas.booking.settings import settings_of
from lambdas.booking.signing_links import links_of
from lambdas.booking.snapshot import Booking, Snapshot
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Changes, Decision, NewRateConfirmation, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import Outcome, waiting_task
from lambdas.shared.wiring import Dependencies
from schemas.booking.tasks.booking import SendRateConfirmationInput
from schemas.visit import Waiting


def decide(
    dependencies: Dependencies, visit: SendRateConfirmationInput, snapshot: Snapshot, now: datetime
) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced, RateConfirmationRejected, RateConfirmationOverdue."""
    booking = domain.require_booking(snapshot)
    settled = settling.settled(visit.state, snapshot, now)
    load = waiting(snapshot.load, visit.state, visit.task_key)
    if settled is not None and settled.error is not None:
        raise settled.error
    if settled is not None:
        return Decision(Changes(load), Waiting(wait_key=visit.task_key, settled=True), answer=settled.output)
    if domain.needs_revision(snapshot):
        compensation.revoke_link(dependencies, snapshot, now)
        return _sent(dependencies, visit, snapshot, booking)
    if load.visits > domain.REMINDED_VISITS:
        raise RateConfirmationOverdue(booking.booking_id)
    return _reminded(visit, snapshot, booking)


def _sent(
    dependencies: Dependencies, visit: SendRateConfirmationInput, snapshot: Snapshot, booking: Booking
) -> Decision[Waiting]:
    """Document and link are derived from revision and visit, so a retry stores and sends the same again."""
    revision = 1 if snapshot.rate_confirmation is None else snapshot.rate_confirmation.revision + 1
    target = LinkTarget(visit.workspace_id, booking.booking_id, revision)
    valid_until = entered_at(visit) + timedelta(seconds=snapshot.post.policy.rate_confirmation_link_seconds)
    link = links_of(dependencies).issue(target, valid_until)
    key = rate_confirmation.document_key(visit.workspace_id, visit.load_id, booking.booking_id, revision)
    address = link.url(dependencies.settings.public_base_url)
    pdf = rate_confirmation.render(terms_of(visit, snapshot, booking, revision, address))
    rate_confirmation.store(dependencies.clients.s3, settings_of(dependencies).documents_bucket, key, pdf)
    changes = Changes(
        waiting(snapshot.load, visit.state, visit.task_key),
        booking_status="RATECON_SENT",
        rate_confirmation=NewRateConfirmation(revision, key, link.digest),
        voids_documents=True,
    )
    event = rate_confirmation_sent(snapshot.load, booking, revision, key, valid_until)
    return Decision(changes, Waiting(wait_key=visit.task_key), (event,))


def _reminded(visit: SendRateConfirmationInput, snapshot: Snapshot, booking: Booking) -> Decision[Waiting]:
    document = snapshot.rate_confirmation
    assert document is not None
    event = rate_confirmation_reminded(snapshot.load, booking, document)
    changes = Changes(waiting(snapshot.load, visit.state, visit.task_key), reminds=True)
    return Decision(changes, Waiting(wait_key=visit.task_key), (event,))


def terms_of(
    visit: SendRateConfirmationInput, snapshot: Snapshot, booking: Booking, revision: int, sign_link: str
) -> RateConfirmationTerms:
    """What the document says: the terms and the rate that the carrier agreed to, not what the load is now.

    Drawn up when the state was entered, so that a retry says the same.
    """
    agreed, carrier = booking.terms, snapshot.carrier
    name = carrier.legal_name if carrier is not None else None
    return RateConfirmationTerms(
        load_number=snapshot.load.load_number or snapshot.load.external_id,
        booking_id=booking.booking_id,
        revision=revision,
        drawn_up_at=entered_at(visit),
        broker=visit.workspace_id,
        carrier=name or f"USDOT {booking.dot_number}",
        dot_number=booking.dot_number,
        equipment=equipment_of(agreed["equipment"]),
        amount=booking.amount,
        currency=booking.currency,
        stops=tuple(_stop(stop) for stop in agreed["stops"]),
        sign_link=sign_link,
        commodity=agreed.get("commodity"),
        weight_lb=agreed.get("weight_lb"),
        temperature_f=agreed.get("temperature_f"),
        references=tuple(
            f"{item['type']} {item['value']}" for item in snapshot.load.document.get("references", ())
        ),
    )


def entered_at(visit: SendRateConfirmationInput) -> datetime:
    """When the state was entered: the same for every retry."""
    return datetime.fromisoformat(visit.entered_at)


def _stop(stop: Mapping[str, Any]) -> StopTerms:
    return StopTerms(
        type=stop["type"],
        place=stop.get("facility") or "",
        address=stop.get("address"),
        city=stop["city"],
        state=stop["state"],
        postal_code=stop.get("postal_code"),
        earliest=datetime.fromisoformat(stop["appointment"]["start"]),
        latest=datetime.fromisoformat(stop["appointment"]["end"]),
        time_zone=stop["time_zone"],
        notes=stop.get("notes"),
    )


def send_rate_confirmation(visit: SendRateConfirmationInput, dependencies: Dependencies) -> Outcome[Waiting]:
    return visit_and_wait(visit, dependencies, partial(decide, dependencies))


handler = waiting_task(send_rate_confirmation, SendRateConfirmationInput, Waiting)
