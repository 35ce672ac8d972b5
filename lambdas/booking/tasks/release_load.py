"""RELEASED: take the load from the carrier that holds or has booked it, and source it again."""

from datetime import datetime
from functools import partial

from lambdas.booking import domain
from lambdas.booking.errors import AlreadyDelivered, LoadCancelled
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Decision
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import Outcome, task
from lambdas.shared.wiring import Dependencies
from schemas.booking.tasks.sourcing import ReleaseLoadInput
from schemas.booking.tasks.visit import Done


def decide(
    dependencies: Dependencies, visit: ReleaseLoadInput, snapshot: Snapshot, now: datetime
) -> Decision[Done]:
    """Raises LoadCancelled, AlreadyDelivered: the carrier delivered while a person released the load."""
    if domain.cancellation_stands(snapshot):
        raise LoadCancelled(snapshot.load.cancel_reason)
    if snapshot.booking is not None and domain.is_delivered(snapshot):
        raise AlreadyDelivered(snapshot.booking.booking_id)
    reason = visit.reason or "LoadReleased"
    changes = compensation.uncovered(snapshot, "SOURCING", reason, "VOIDED")._replace(post_status="OPEN")
    compensation.revoke_link(dependencies, snapshot, now)
    return Decision(changes, Done(status="SOURCING"), compensation.hold_released(snapshot, reason))


def release_load(visit: ReleaseLoadInput, dependencies: Dependencies) -> Outcome[Done]:
    return visit_once(visit, dependencies, partial(decide, dependencies), Done)


handler = task(release_load, ReleaseLoadInput, Done)
