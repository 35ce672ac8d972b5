"""EXHAUSTED and EXPIRED: nobody covers the load; give everything back and close the post."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Changes, Decision
from lambdas.booking.tasks.source_carriers import expired_offers
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import Outcome, task
from lambdas.shared.wiring import Dependencies
from schemas.booking.events.posts import PostExpired, SourcingExhausted
from schemas.booking.tasks.sourcing import EndSourcingInput
from schemas.booking.tasks.visit import Done


def decide(
    dependencies: Dependencies, visit: EndSourcingInput, snapshot: Snapshot, now: datetime
) -> Decision[Done]:
    if compensation.ended_already(snapshot.load):
        return Decision(Changes(snapshot.load), Done(status=snapshot.load.status))
    reason = visit.reason or visit.state
    compensation.revoke_link(dependencies, snapshot, now)
    changes = replace(
        compensation.uncovered(snapshot, visit.state, reason, "VOIDED"),
        post_status=visit.state,
        open_offers_become="EXPIRED",
    )
    released = compensation.hold_released(snapshot, reason)
    events = (*released, *expired_offers(snapshot), _ended(visit, snapshot, reason))
    return Decision(changes, Done(status=visit.state), events)


def _ended(visit: EndSourcingInput, snapshot: Snapshot, reason: str) -> SourcingExhausted | PostExpired:
    if visit.state == "EXPIRED":
        return PostExpired(
            load_id=visit.load_id,
            post_id=visit.post_id,
            attempt=visit.attempt,
            latest_pickup_at=snapshot.load.latest_pickup_at,
        )
    return SourcingExhausted(
        load_id=visit.load_id, post_id=visit.post_id, attempt=visit.attempt, reason=reason
    )


def end_sourcing(visit: EndSourcingInput, dependencies: Dependencies) -> Outcome[Done]:
    return visit_once(visit, dependencies, partial(decide, dependencies), Done)


handler = task(end_sourcing, EndSourcingInput, Done)
