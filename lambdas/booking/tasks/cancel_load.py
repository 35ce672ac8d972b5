"""CANCELLED: withdraw, void and release everything; owe the fee when the truck was ordered, not used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lambdas.booking import domain, events
from lambdas.booking.errors import LoadCancelled
from lambdas.booking.tasks import compensation
from lambdas.booking.tasks.changes import Changes, Decision
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import Outcome, task
from schemas.booking.tasks.endings import Cancelled, CancelLoadInput

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.snapshot import Snapshot
    from lambdas.shared.wiring import Dependencies
    from schemas.booking.events.envelope import EventData
    from schemas.common import Money


def decide(
    dependencies: Dependencies, visit: CancelLoadInput, snapshot: Snapshot, now: datetime
) -> Decision[Cancelled]:
    if compensation.ended_already(snapshot.load):
        return Decision(Changes(snapshot.load), Cancelled(status=snapshot.load.status))
    fee = domain.tonu_fee(snapshot.booking, snapshot.load, snapshot.post.policy, now)
    status = "CANCELLED" if fee is None else "CANCELLED_TONU"
    compensation.revoke_link(dependencies, snapshot, now)
    changes = compensation.uncovered(snapshot, status, LoadCancelled.__name__, "CANCELLED")._replace(
        post_status="CANCELLED",
        open_offers_become="WITHDRAWN",
        tonu_fee=None if fee is None else fee.amount,
    )
    return Decision(changes, Cancelled(status=status, tonu_fee=fee), (_event(visit, snapshot, fee),))


def _event(visit: CancelLoadInput, snapshot: Snapshot, fee: Money | None) -> EventData:
    load = snapshot.load
    reason = load.cancel_reason or visit.cause or "No reason given"
    return events.load_cancelled(load.load_id, load.attempt, reason, load.booking_id, fee)


def cancel_load(visit: CancelLoadInput, dependencies: Dependencies) -> Outcome[Cancelled]:
    return visit_once(visit, dependencies, partial(decide, dependencies), Cancelled)


handler = task(cancel_load, CancelLoadInput, Cancelled)
