"""EXHAUSTED and EXPIRED: nobody covers the load; give everything back and close the post."""

from datetime import datetime
from functools import partial

from lambdas.booking.snapshot import Snapshot
from lambdas.booking.sourcing_events import offers_expired, post_expired, sourcing_exhausted
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Changes, Decision
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import Outcome, task
from lambdas.shared.wiring import Dependencies
from schemas.booking.tasks.sourcing import EndSourcingInput
from schemas.booking.tasks.visit import Done


def decide(
    dependencies: Dependencies, visit: EndSourcingInput, snapshot: Snapshot, now: datetime
) -> Decision[Done]:
    if compensation.ended_already(snapshot.load):
        return Decision(Changes(snapshot.load), Done(status=snapshot.load.status))
    reason = visit.reason or visit.state
    compensation.revoke_link(dependencies, snapshot, now)
    changes = compensation.uncovered(snapshot, visit.state, reason, "VOIDED")._replace(
        post_status=visit.state,
        open_offers_become="EXPIRED",
    )
    released = compensation.hold_released(snapshot, reason)
    expired = visit.state == "EXPIRED"
    ended = post_expired(snapshot) if expired else sourcing_exhausted(snapshot, reason)
    return Decision(changes, Done(status=visit.state), (*released, *offers_expired(snapshot), ended))


def end_sourcing(visit: EndSourcingInput, dependencies: Dependencies) -> Outcome[Done]:
    return visit_once(visit, dependencies, partial(decide, dependencies), Done)


handler = task(end_sourcing, EndSourcingInput, Done)
