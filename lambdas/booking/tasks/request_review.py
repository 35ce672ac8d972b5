"""HELD_FOR_REVIEW and NEEDS_REVIEW: ask a person, and wait for the decision."""

from dataclasses import replace
from datetime import datetime, timedelta

from lambdas.booking import domain
from lambdas.booking.errors import ReviewAbandoned
from lambdas.booking.snapshot import Load, Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.events.vetting import ReviewRequested
from schemas.booking.tasks.vetting import RequestReviewInput
from schemas.booking.tasks.visit import Waiting


def decide(visit: RequestReviewInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, CarrierBounced, LoadReleased, HoldLost, ReviewAbandoned."""
    load = _in_review(visit, snapshot, now)
    settled = domain.settled(visit.state, replace(snapshot, load=load), now)
    if settled is not None and settled.error is not None:
        raise settled.error
    if settled is not None:
        output = Waiting(wait_key=visit.task_key, settled=True)
        return Decision(Changes(load), output, answer=settled.output)
    rounds = snapshot.post.policy.review_rounds
    if load.visits > rounds:
        raise ReviewAbandoned(load.load_id, rounds)
    return Decision(Changes(load), Waiting(wait_key=visit.task_key), (_requested(visit, snapshot, load),))


def _in_review(visit: RequestReviewInput, snapshot: Snapshot, now: datetime) -> Load:
    """A load whose hold is reviewed stays held for the review's time."""
    came_from = domain.review_from(snapshot, visit.state, visit.error, now)
    reviewed = replace(waiting(snapshot.load, visit.state, visit.task_key), review_from=came_from)
    if visit.state != "HELD_FOR_REVIEW" or snapshot.held is None:
        return reviewed
    return replace(reviewed, held_until=now + timedelta(seconds=snapshot.post.policy.hold_seconds))


def _requested(visit: RequestReviewInput, snapshot: Snapshot, load: Load) -> ReviewRequested:
    found = snapshot.carrier.vetting_reasons if snapshot.carrier is not None else ()
    reasons = found if visit.state == "HELD_FOR_REVIEW" and found else ()
    return ReviewRequested(
        load_id=visit.load_id,
        from_state=load.review_from or visit.state,
        reasons=((visit.error,) if visit.error else ()) + reasons,
        round=load.visits,
    )


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), RequestReviewInput, Waiting
)
