"""DELIVERED: wait for the proof of delivery, and chase it each time the wait runs out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, events, settling
from lambdas.booking.errors import PodOverdue
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.tasks.booking import DeliverLoadInput
from schemas.visit import Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.snapshot import Booking, Load, Snapshot
    from schemas.booking.events.envelope import EventData


def decide(visit: DeliverLoadInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises PodOverdue."""
    booking = domain.require_booking(snapshot)
    load = waiting(snapshot.load, visit.state, visit.task_key)
    settled = settling.settled(visit.state, snapshot, now)
    if settled is not None and settled.error is not None:
        raise settled.error
    if settled is None and load.visits > domain.CHASED_VISITS:
        raise PodOverdue(booking.booking_id)
    changes = Changes(load, booking_status=None if booking.status == "CLOSED" else "DELIVERED")
    output = Waiting(wait_key=visit.task_key, settled=settled is not None)
    answer = settled.output if settled is not None else None
    return Decision(changes, output, _chased(booking, load) if settled is None else (), answer=answer)


def _chased(booking: Booking, load: Load) -> tuple[EventData, ...]:
    if load.visits == 1:
        return ()
    return (events.pod_chased(load, booking),)


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), DeliverLoadInput, Waiting
)
