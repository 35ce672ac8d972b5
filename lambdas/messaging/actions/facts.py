"""Writes that may end a wait of a message's run: the fact, the answer and its events in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.repository import events_parameter, run
from lambdas.shared.callbacks import Success
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import TryAgain
from lambdas.shared.settlement import announce, answer_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from uuid import UUID

    from lambdas.messaging.snapshot import Message, Snapshot
    from lambdas.shared.events import PublishedEvent
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.tasks.visit import Step

LOOKS = 4


class Fact(NamedTuple):
    """What happened: columns of the message and rows beside it (`sql/write_fact.sql`), None leaves them.

    `step` answers the message's present wait.
    """

    status: str | None = None
    reason: str | None = None
    due_at: datetime | None = None
    reply_due_at: datetime | None = None
    reply_id: UUID | None = None
    subject: str | None = None
    body: str | None = None
    step: Step | None = None
    receipt: Mapping[str, Any] | None = None
    thread: Mapping[str, Any] | None = None
    text: Mapping[str, Any] | None = None
    consent: Mapping[str, Any] | None = None
    events: tuple[PublishedEvent, ...] = ()

    def as_row(self) -> dict[str, Any]:
        return {name: value for name, value in self._asdict().items() if name != "events"}


def write_fact(
    dependencies: Dependencies,
    look: Callable[[], Snapshot],
    decide: Callable[[Snapshot], Fact | None],
    now: datetime,
) -> None:
    """Write what `decide` makes of the rows, unless it makes nothing; look again when they changed.

    Raises TryAgain when the message keeps changing.
    """
    for _ in range(LOOKS):
        snapshot = look()
        fact = decide(snapshot)
        if fact is None or _written(dependencies, snapshot.message, fact, now):
            return
    raise TryAgain("The message is being changed by others. Read it and send the request again.")


def write_without_message(dependencies: Dependencies, workspace_id: str, fact: Fact, now: datetime) -> None:
    """Write a fact that is about no message: a text of a thread, an entry of the ledger."""
    _run(dependencies, workspace_id, None, fact, now)
    announce(dependencies, fact.events)


def _written(dependencies: Dependencies, message: Message, fact: Fact, now: datetime) -> bool:
    rows = _run(dependencies, message.workspace_id, message, fact, now)
    if not rows:
        return False
    announce(dependencies, fact.events)
    if fact.step is not None:
        answer = Success(fact.step.model_dump(mode="json"))
        answer_wait(dependencies, rows[0]["answered_wait_key"], answer, now)
    return True


def _run(
    dependencies: Dependencies, workspace_id: str, message: Message | None, fact: Fact, now: datetime
) -> list[dict[str, Any]]:
    return run(
        dependencies.database,
        "write_fact",
        workspace_id=workspace_id,
        message_id=None if message is None else message.message_id,
        version=None if message is None else message.version,
        changes=Json(fact.as_row()),
        events=events_parameter(fact.events),
        now=now,
    )
