"""Moving and cancelling a message that has not gone out: its run keeps waiting, or ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging import events
from lambdas.messaging.actions.facts import Fact, write_fact
from lambdas.messaging.moves import seconds_until
from lambdas.messaging.repository import read_message
from lambdas.shared.events import Cause, published_event
from lambdas.shared.refusals import NotFound, StateConflict
from schemas.messaging.tasks.visit import Step

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.messaging.snapshot import Message, Snapshot
    from lambdas.shared.wiring import Dependencies

STOPPABLE = frozenset({"PLANNED", "AWAITING_REPLY"})


def move(
    dependencies: Dependencies, workspace_id: str, message_id: UUID, due_at: datetime, reason: str
) -> None:
    """Let a planned message go out at another time; the same time again changes nothing.

    Raises NotFound, or StateConflict once it is on its way.
    """
    now = dependencies.clock()

    def decide(snapshot: Snapshot) -> Fact | None:
        message = snapshot.message
        if message.due_at == due_at and message.status == "PLANNED":
            return None
        if message.status != "PLANNED":
            raise StateConflict(f"The message is {message.status} and can no longer be moved.")
        event = published_event(
            _cause(message, f"{message.message_id}/moved/{now.isoformat()}", now),
            events.message_moved(message, due_at, reason),
        )
        return Fact(due_at=due_at, step=_moved(message, due_at, now), events=(event,))

    write_fact(dependencies, lambda: snapshot_of(dependencies, workspace_id, message_id), decide, now)


def cancel(dependencies: Dependencies, workspace_id: str, message_id: UUID, reason: str) -> None:
    """Call a message off before it goes out, or its follow-ups; again changes nothing.

    Raises NotFound, or StateConflict for one that is on its way or has ended otherwise.
    """
    now = dependencies.clock()

    def decide(snapshot: Snapshot) -> Fact | None:
        message = snapshot.message
        if message.status == "CANCELLED":
            return None
        if message.status not in STOPPABLE:
            raise StateConflict(f"The message is {message.status} and can no longer be cancelled.")
        cause = _cause(message, f"{message.message_id}/cancelled", now)
        said = tuple(
            published_event(cause, event) for event in events.message_ended(message, "CANCELLED", reason)
        )
        step = Step(next="CANCELLED") if message.wait_key else None
        return Fact(status="CANCELLED", reason=reason, step=step, events=said)

    write_fact(dependencies, lambda: snapshot_of(dependencies, workspace_id, message_id), decide, now)


def snapshot_of(dependencies: Dependencies, workspace_id: str, message_id: UUID) -> Snapshot:
    """A message of the workspace. Raises NotFound."""
    found = read_message(dependencies, workspace_id, message_id)
    if found is None:
        raise NotFound("message")
    return found.snapshot


def _moved(message: Message, due_at: datetime, now: datetime) -> Step | None:
    """The run waits in PLANNED from its first visit on; before that, the visit reads the row."""
    if message.waiting_state != "PLANNED":
        return None
    return Step(next="PLANNED", seconds=seconds_until(due_at, now))


def _cause(message: Message, key: str, now: datetime) -> Cause:
    return Cause(key, message.workspace_id, message.correlation_id, now)
