"""Writes that may end a wait of the load's run: the fact, the answer and its events in one statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.booking import settling
from lambdas.booking.repository import events_parameter, run
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks.visit_rows import snapshot_of
from lambdas.shared.callbacks import Answer, Failure, Success
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import TryAgain
from lambdas.shared.settlement import announce, answer_wait

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.shared.events import PublishedEvent
    from lambdas.shared.postgres import Database
    from lambdas.shared.wiring import Dependencies

LOOKS = 3
NO_VISIT = ""
WAITING_STATES = frozenset(settling.SETTLEMENTS)


@dataclass(frozen=True)
class Fact:
    """What a request changes: the statement that writes it and its parameters, its events, and its answer.

    `cause` says why, where the answer is an error and the caller gave a reason.
    """

    statement: str
    parameters: dict[str, object]
    events: tuple[PublishedEvent, ...] = ()
    answer: settling.Answer | None = None
    cause: str | None = None


Decide = Callable[[Snapshot], Fact | None]


def read_snapshot(
    database: Database, workspace_id: str, load_id: UUID, post_id: UUID | None
) -> Snapshot | None:
    """The rows as a task would see them; None for a load that was never posted."""
    rows = run(
        database,
        "read_visit",
        workspace_id=workspace_id,
        load_id=load_id,
        post_id=post_id,
        task_key=NO_VISIT,
        with_offers=False,
    )
    return (
        snapshot_of(rows[0], rows[0]["load"]["wait_key"] or NO_VISIT, retries_answer=False) if rows else None
    )


def answer_to(snapshot: Snapshot, now: datetime) -> settling.Answer | None:
    """The answer that the load's present wait has once the rows are like this."""
    state = snapshot.load.waiting_state
    return settling.settled(state, snapshot, now) if state in WAITING_STATES else None


def write_fact(
    dependencies: Dependencies, look: Callable[[], Snapshot], decide: Decide, now: datetime
) -> None:
    """Write what `decide` makes of the rows, unless it makes nothing; look again when the wait moved on.

    Raises StateConflict when the load keeps changing.
    """
    for _ in range(LOOKS):
        snapshot = look()
        fact = decide(snapshot)
        if fact is None or _written(dependencies, snapshot, fact, now):
            return
    raise TryAgain("The load is being changed by others. Read it and send the request again.")


def _written(dependencies: Dependencies, snapshot: Snapshot, fact: Fact, now: datetime) -> bool:
    answer = _sent_answer(fact)
    rows = run(
        dependencies.database,
        fact.statement,
        workspace_id=snapshot.load.workspace_id,
        load_id=snapshot.load.load_id,
        load_status=snapshot.load.status,
        wait_key=snapshot.load.wait_key,
        answers=answer is not None,
        output=Json(answer.output) if isinstance(answer, Success) else None,
        error=answer.error if isinstance(answer, Failure) else None,
        cause=answer.cause if isinstance(answer, Failure) else None,
        events=events_parameter(fact.events),
        now=now,
        **fact.parameters,
    )
    if rows and answer is not None:
        _send(dependencies, fact.events, rows[0]["answered_wait_key"], answer, now)
    elif rows:
        announce(dependencies, fact.events)
    return bool(rows)


def _send(
    dependencies: Dependencies,
    events: Sequence[PublishedEvent],
    wait_key: str | None,
    answer: Answer,
    now: datetime,
) -> None:
    announce(dependencies, events)
    answer_wait(dependencies, wait_key, answer, now)


def _sent_answer(fact: Fact) -> Answer | None:
    answer = fact.answer
    if answer is None:
        return None
    if answer.error is not None:
        return Failure(type(answer.error).__name__, fact.cause or str(answer.error))
    return Success(dict(answer.output or {}))
