"""How every task goes: read the rows, decide, write once; or repeat what an earlier try has written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from lambdas.booking import domain, settling
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks import repository
from lambdas.booking.tasks.changes import Decision
from lambdas.booking.tasks.repository import Write
from lambdas.shared.callbacks import Success
from lambdas.shared.task import Outcome
from lambdas.shared.visits import StoredAnswer, answer_to_store, published_by, repeated
from schemas.booking.tasks.visit import Visit
from schemas.visit import Waiting

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies

Takes = TypeVar("Takes", bound=Visit)
Output = TypeVar("Output", bound=BaseModel)
Decide = Callable[[Takes, Snapshot, datetime], Decision[Output]]


def visit_once(
    visit: Takes, dependencies: Dependencies, decide: Decide[Takes, Output], gives: type[Output]
) -> Outcome[Output]:
    """Play a visit that waits for nobody. `decide` is pure, or calls what is safe to call again."""
    rows = repository.read(dependencies.database, visit)
    if rows.stored is not None:
        return repeated(rows.stored, gives)
    return _played(visit, dependencies, rows.snapshot, decide)


def visit_and_wait(
    visit: Takes, dependencies: Dependencies, decide: Decide[Takes, Waiting]
) -> Outcome[Waiting]:
    """Play a visit whose state waits; its token is stored already, so an answer finds it from now on.

    A wait that the rows have settled is answered at once: success by the token, failure by its error.
    """
    rows = repository.read(dependencies.database, visit)
    if rows.stored is not None:
        return _repeated_wait(visit, rows.snapshot, rows.stored, dependencies.clock())
    return _played(visit, dependencies, rows.snapshot, decide)


def _played(
    visit: Takes, dependencies: Dependencies, snapshot: Snapshot, decide: Decide[Takes, Output]
) -> Outcome[Output]:
    now = dependencies.clock()
    domain.require_entrance(visit.state, visit.attempt, visit.task_key, snapshot.load)
    decision = decide(visit, snapshot, now)
    events = published_by(visit, decision.events, now)
    answer = answer_to_store(decision.output, decision.error, events) if decision.remembered else None
    repository.write(dependencies.database, visit, Write(decision.changes, answer, events, now))
    settled = None if decision.answer is None else Success(dict(decision.answer))
    return Outcome(decision.output, events, decision.error, settled)


def _repeated_wait(visit: Visit, snapshot: Snapshot, stored: StoredAnswer, now: datetime) -> Outcome[Waiting]:
    """The retry holds a new token: an answer that came for the old one is given to it."""
    outcome = repeated(stored, Waiting)
    if outcome.error is not None or snapshot.load.wait_key != visit.task_key:
        return outcome
    answer = settling.settled(visit.state, snapshot, now)
    if answer is None and visit.state == "SOURCING":
        answer = settling.group_declined(snapshot)
    if answer is None:
        return outcome
    success = Success(dict(answer.output)) if answer.output is not None else None
    return Outcome(Waiting(wait_key=visit.task_key, settled=True), stored.events, answer.error, success)
