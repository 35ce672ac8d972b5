"""BOUNCED: the carrier dropped the load; undo its booking and open the next attempt without it."""

from datetime import datetime
from functools import partial

from lambdas.booking import domain, events
from lambdas.booking.errors import CarrierBounced
from lambdas.booking.identifiers import post_id_of, run_name_of
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Changes, Decision, NextPost
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import Outcome, task
from lambdas.shared.wiring import Dependencies
from schemas.booking.tasks.endings import BounceLoadInput, NextRun
from schemas.booking.tasks.run import RunInput


def decide(
    dependencies: Dependencies, visit: BounceLoadInput, snapshot: Snapshot, now: datetime
) -> Decision[NextRun]:
    booking = domain.require_booking(snapshot)
    following = _next_post(visit)
    event = events.carrier_bounced(snapshot.load, booking, visit.cause or "The carrier dropped the load")
    compensation.revoke_link(dependencies, snapshot, now)
    return Decision(_changes(snapshot, following), _next_run(visit, snapshot, following), (event,))


def _next_post(visit: BounceLoadInput) -> NextPost:
    attempt = visit.attempt + 1
    return NextPost(post_id_of(visit.load_id, attempt), attempt, run_name_of(visit.load_id, attempt))


def _changes(snapshot: Snapshot, following: NextPost) -> Changes:
    changes = compensation.uncovered(snapshot, "AVAILABLE", CarrierBounced.__name__, "BOUNCED")
    load = changes.load._replace(attempt=following.attempt, post_id=following.post_id)
    return changes._replace(
        load=load, post_status="CLOSED", open_offers_become="WITHDRAWN", next_post=following
    )


def _next_run(visit: BounceLoadInput, snapshot: Snapshot, following: NextPost) -> NextRun:
    return NextRun(
        name=following.run_name,
        input=RunInput(
            workspace_id=visit.workspace_id,
            load_id=visit.load_id,
            post_id=following.post_id,
            attempt=following.attempt,
            correlation_id=visit.correlation_id,
            policy=snapshot.post.policy,
        ),
    )


def bounce_load(visit: BounceLoadInput, dependencies: Dependencies) -> Outcome[NextRun]:
    return visit_once(visit, dependencies, partial(decide, dependencies), NextRun)


handler = task(bounce_load, BounceLoadInput, NextRun)
