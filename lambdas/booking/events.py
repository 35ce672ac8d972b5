"""The events of loads, vettings, reviews and bookings, made from the rows that they are about.

Those of sourcing stand in `sourcing_events.py`, of rate confirmations in `rate_confirmation_events.py`.
What all three say is all that other services learn: no ceiling rate, and of people only whom messaging is to
write to (OfferSent, DriverAssigned).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import deadlines
from schemas.booking import events as models
from schemas.common import Contact, Money

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.booking.rows import BookingRow
    from lambdas.booking.snapshot import Booking, Load, Snapshot
    from lambdas.booking.tasks.changes import NewBooking
    from schemas.booking.bookings import AssignDriver
    from schemas.booking.events.bookings import (
        BookingConfirmed,
        CarrierBounced,
        DriverAssigned,
        DriverOverdue,
        LoadConfirmed,
        LoadDispatched,
    )
    from schemas.booking.events.loads import (
        EventStop,
        LoadCancelled,
        LoadReadyToInvoice,
        LoadReceived,
        PodChased,
    )
    from schemas.booking.events.vetting import CarrierVetted, ReviewDecided, ReviewRequested
    from schemas.booking.loads import PutLoad, Stop
    from schemas.booking.statuses import ReviewDecision, VettingOutcome

# --- loads --------------------------------------------------------------------------------------


def load_received(load_id: UUID, external_id: str, source_version: int | None, load: PutLoad) -> LoadReceived:
    """The statement that stores the load puts in its versions as they came to be."""
    return models.loads.LoadReceived(
        load_id=load_id,
        external_id=external_id,
        source_version=source_version or 0,
        terms_version=1,
        load_number=load.load_number,
        equipment=load.equipment,
        commodity=load.commodity,
        distance_miles=load.distance_miles,
        references=tuple(reference.value for reference in load.references),
        stops=tuple(_stop(stop) for stop in load.stops),
    )


def _stop(stop: Stop) -> EventStop:
    return models.loads.EventStop(
        sequence=stop.sequence,
        type=stop.type,
        facility=stop.facility,
        address=stop.address,
        city=stop.city,
        state=stop.state,
        time_zone=stop.time_zone,
        start=stop.appointment.start,
        end=stop.appointment.end,
    )


def load_cancelled(
    load_id: UUID, attempt: int, reason: str, booking_id: UUID | None = None, tonu_fee: Money | None = None
) -> LoadCancelled:
    return models.loads.LoadCancelled(
        load_id=load_id, attempt=attempt, reason=reason, booking_id=booking_id, tonu_fee=tonu_fee
    )


def load_ready_to_invoice(load: Load, booking: Booking) -> LoadReadyToInvoice:
    return models.loads.LoadReadyToInvoice(load_id=load.load_id, booking_id=booking.booking_id)


def pod_chased(load: Load, booking: Booking) -> PodChased:
    return models.loads.PodChased(load_id=load.load_id, booking_id=booking.booking_id, round=load.visits - 1)


# --- vetting and reviews ------------------------------------------------------------------------


def carrier_vetted(
    load_id: UUID, offer_id: UUID, dot_number: int, outcome: VettingOutcome, reasons: tuple[str, ...]
) -> CarrierVetted:
    """`reasons` are those that the carrier may read."""
    return models.vetting.CarrierVetted(
        load_id=load_id, offer_id=offer_id, dot_number=dot_number, outcome=outcome, reasons=reasons
    )


def review_requested(load: Load, reasons: tuple[str, ...]) -> ReviewRequested:
    return models.vetting.ReviewRequested(
        load_id=load.load_id, from_state=load.review_from or load.status, reasons=reasons, round=load.visits
    )


def review_decided(load: Load, decision: ReviewDecision, decided_by: str, reason: str) -> ReviewDecided:
    return models.vetting.ReviewDecided(
        load_id=load.load_id, decision=decision, decided_by=decided_by, reason=reason
    )


# --- bookings ------------------------------------------------------------------------------------


def booking_confirmed(load: Load, booking: NewBooking) -> BookingConfirmed:
    return models.bookings.BookingConfirmed(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        offer_id=booking.offer_id,
        attempt=load.attempt,
        rate=Money(amount=booking.amount, currency=booking.currency),
    )


def load_confirmed(snapshot: Snapshot, booking: Booking) -> LoadConfirmed:
    return models.bookings.LoadConfirmed(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        driver_due_at=deadlines.driver_due_at(snapshot.load, snapshot.post.policy),
    )


def driver_assigned(booking: BookingRow, body: AssignDriver) -> DriverAssigned:
    return models.bookings.DriverAssigned(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        truck_number=body.truck_number,
        driver=Contact(name=body.name, phone=body.phone),
        dispatcher=body.contact,
    )


def driver_overdue(snapshot: Snapshot, booking: Booking) -> DriverOverdue:
    return models.bookings.DriverOverdue(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        driver_due_at=deadlines.driver_due_at(snapshot.load, snapshot.post.policy),
    )


def load_dispatched(snapshot: Snapshot, booking: Booking) -> LoadDispatched:
    return models.bookings.LoadDispatched(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        delivery_due_at=deadlines.delivery_due_at(snapshot.load, snapshot.post.policy),
    )


def carrier_bounced(load: Load, booking: Booking, reason: str) -> CarrierBounced:
    return models.bookings.CarrierBounced(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        attempt=load.attempt,
        next_attempt=load.attempt + 1,
        reason=reason,
    )
