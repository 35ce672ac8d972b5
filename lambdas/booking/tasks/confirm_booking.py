"""CONFIRMED: the carrier has signed; wait until it names driver and truck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, events, settling
from lambdas.booking.errors import DriverOverdue
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.tasks.booking import ConfirmBookingInput
from schemas.visit import Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.snapshot import Booking, Load, Snapshot


def decide(visit: ConfirmBookingInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced; decides DriverOverdue when the deadline has passed."""
    booking = domain.require_booking(snapshot)
    settled = settling.settled(visit.state, snapshot, now)
    if settled is not None and settled.error is not None:
        raise settled.error
    load = waiting(snapshot.load, visit.state, visit.task_key)
    if settled is None and load.visits > 1:
        return _overdue(snapshot, booking, load)
    answer = settled.output if settled is not None else None
    output = Waiting(wait_key=visit.task_key, settled=settled is not None)
    if booking.status not in domain.UNCONFIRMED_BOOKINGS:
        return Decision(Changes(load), output, answer=answer)
    changes = Changes(load, booking_status="CONFIRMED")
    return Decision(changes, output, (events.load_confirmed(snapshot, booking),), answer=answer)


def _overdue(snapshot: Snapshot, booking: Booking, load: Load) -> Decision[Waiting]:
    event = events.driver_overdue(snapshot, booking)
    return Decision(Changes(load), events=(event,), error=DriverOverdue(booking.booking_id))


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), ConfirmBookingInput, Waiting
)
