"""HELD_FOR_REVIEW and NEEDS_REVIEW: ask a person, and wait for the decision."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.booking import domain, events, settling
from lambdas.booking.errors import ReviewAbandoned
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.tasks.vetting import RequestReviewInput
from schemas.visit import Waiting

if TYPE_CHECKING:
    from lambdas.booking.snapshot import Load, Snapshot
    from schemas.booking.events.envelope import EventData


def decide(visit: RequestReviewInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced, LoadReleased, HoldLost, ReviewAbandoned.

    Silence never takes a load from its carrier: for a covered load a person is asked again and again.
    """
    load = _in_review(visit, snapshot, now)
    settled = settling.settled(visit.state, snapshot._replace(load=load), now)
    if settled is not None and settled.error is not None:
        raise settled.error
    if settled is not None:
        output = Waiting(wait_key=visit.task_key, settled=True)
        return Decision(Changes(load), output, answer=settled.output)
    rounds = snapshot.post.policy.review_rounds
    if load.visits > rounds and not domain.is_covered(snapshot):
        raise ReviewAbandoned(load.load_id, rounds)
    return Decision(Changes(load), Waiting(wait_key=visit.task_key), (_requested(visit, snapshot, load),))


def _in_review(visit: RequestReviewInput, snapshot: Snapshot, now: datetime) -> Load:
    """A load whose hold is reviewed stays held for the review's time."""
    came_from = settling.review_from(snapshot, visit.state, visit.error, now)
    reviewed = waiting(snapshot.load, visit.state, visit.task_key)._replace(review_from=came_from)
    if visit.state != "HELD_FOR_REVIEW" or snapshot.held is None:
        return reviewed
    return reviewed._replace(held_until=now + timedelta(seconds=snapshot.post.policy.hold_seconds))


def _requested(visit: RequestReviewInput, snapshot: Snapshot, load: Load) -> EventData:
    found = snapshot.carrier.vetting_reasons if snapshot.carrier is not None else ()
    reasons = found if visit.state == "HELD_FOR_REVIEW" and found else ()
    return events.review_requested(load, ((visit.error,) if visit.error else ()) + reasons)


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), RequestReviewInput, Waiting
)
