"""CONFIRMED: the carrier has signed; wait until it names driver and truck."""

from datetime import datetime

from lambdas.booking import domain
from lambdas.booking.errors import DriverOverdue
from lambdas.booking.snapshot import Booking, Load, Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.events import bookings
from schemas.booking.tasks.booking import ConfirmBookingInput
from schemas.booking.tasks.visit import Waiting


def decide(visit: ConfirmBookingInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced; decides DriverOverdue when the deadline has passed."""
    booking = domain.require_booking(snapshot)
    settled = domain.settled(visit.state, snapshot, now)
    if settled is not None and settled.error is not None:
        raise settled.error
    load = waiting(snapshot.load, visit.state, visit.task_key)
    if settled is None and load.visits > 1:
        return _overdue(snapshot, booking, load)
    answer = settled.output if settled is not None else None
    output = Waiting(wait_key=visit.task_key, settled=settled is not None)
    changes = Changes(load, booking_status="CONFIRMED")
    return Decision(changes, output, _confirmed(snapshot, booking), answer=answer)


def _confirmed(snapshot: Snapshot, booking: Booking) -> tuple[bookings.LoadConfirmed, ...]:
    if booking.status == "CONFIRMED":
        return ()
    return (
        bookings.LoadConfirmed(
            load_id=snapshot.load.load_id,
            booking_id=booking.booking_id,
            dot_number=booking.dot_number,
            driver_due_at=domain.driver_due_at(snapshot.load, snapshot.post.policy),
        ),
    )


def _overdue(snapshot: Snapshot, booking: Booking, load: Load) -> Decision[Waiting]:
    event = bookings.DriverOverdue(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        driver_due_at=domain.driver_due_at(load, snapshot.post.policy),
    )
    return Decision(Changes(load), events=(event,), error=DriverOverdue(booking.booking_id))


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), ConfirmBookingInput, Waiting
)
