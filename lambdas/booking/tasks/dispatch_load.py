"""DISPATCHED: the truck is on its way; wait until tracking says delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, events, settling
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.tasks.booking import DispatchLoadInput
from schemas.visit import Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.snapshot import Booking, Snapshot
    from schemas.booking.events.envelope import EventData


def decide(visit: DispatchLoadInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced."""
    booking = domain.require_booking(snapshot)
    settled = settling.settled(visit.state, snapshot, now)
    if settled is not None and settled.error is not None:
        raise settled.error
    under_way = booking.status not in domain.DELIVERED_BOOKINGS
    changes = Changes(
        waiting(snapshot.load, visit.state, visit.task_key),
        booking_status="DISPATCHED" if under_way else None,
    )
    output = Waiting(wait_key=visit.task_key, settled=settled is not None)
    answer = settled.output if settled is not None else None
    return Decision(changes, output, _dispatched(snapshot, booking), answer=answer)


def _dispatched(snapshot: Snapshot, booking: Booking) -> tuple[EventData, ...]:
    if booking.status not in ("BOOKED", "RATECON_SENT", "CONFIRMED"):
        return ()
    return (events.load_dispatched(snapshot, booking),)


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), DispatchLoadInput, Waiting
)
