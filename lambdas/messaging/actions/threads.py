"""Threads as people see them: read, write as a human, hand back to automation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.messaging.actions.checked import checked
from lambdas.messaging.actions.facts import Fact, write_without_message
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.conversation_rows import Thread, thread_of
from lambdas.messaging.repository import run
from lambdas.messaging.templates.checking import require_size
from lambdas.shared.events import Cause, published_event
from lambdas.shared.refusals import NotFound, StateConflict
from schemas.messaging.events.replies import ThreadHandedBack, ThreadHeld
from schemas.messaging.handling import Handling
from schemas.messaging.recipients import Recipient
from schemas.messaging.threads import ThreadView

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.shared.api.call import Call
    from schemas.envelope import EventData
    from schemas.messaging.threads import WriteText

WRITTEN = Handling(scope="operational", obsolete_after=None)
BY_HAND = "by_hand"


def thread_view(call: Call, thread_id: UUID) -> ThreadView:
    """A thread with its texts, the oldest first. Raises NotFound."""
    row = _row(call, thread_id)
    return ThreadView.model_validate(
        {**_shown(row["thread"]), "texts": [_text(text) for text in row["texts"] or ()]}
    )


def list_threads(call: Call, load_id: UUID | None) -> tuple[ThreadView, ...]:
    """The workspace's threads, or those of a load, the latest first and without their texts."""
    rows = run(
        call.dependencies.database,
        "read_threads",
        workspace_id=call.workspace_id,
        load_id=load_id,
        thread_id=None,
    )
    return tuple(ThreadView.model_validate(_shown(row["thread"])) for row in rows)


def write_text(call: Call, thread_id: UUID, body: WriteText) -> ThreadView:
    """A person writes: the thread is theirs until they hand it back. Raises NotFound, InvalidRequest."""
    checked("text", lambda: require_size(body.text))
    thread = _thread(call, thread_id)
    if thread.held_by is None:
        held = thread._replace(held_by=call.caller.subject, held_at=call.now)
        _change(call, held, ThreadHeld(**_where(thread), held_by=call.caller.subject))
    address = {"email" if thread.channel == "email" else "phone": thread.address}
    planned = Plan(
        message_id=call.dependencies.new_id(),
        workspace_id=call.workspace_id,
        recipient=Recipient.model_validate(address),
        handling=WRITTEN.model_copy(update={"channels": (thread.channel,)}),
        due_at=call.now,
        created_by=call.caller.subject,
        template=BY_HAND,
        body=body.text,
        load_id=thread.load_id,
        author="human",
    )
    plan(call.dependencies, planned, call.now)
    return thread_view(call, thread_id)


def hand_back(call: Call, thread_id: UUID) -> ThreadView:
    """Let automation go on. Raises NotFound, or StateConflict for a thread that nobody holds."""
    thread = _thread(call, thread_id)
    if thread.held_by is None:
        raise StateConflict("Nobody holds this thread: automation goes on already.")
    back = thread._replace(held_by=None, held_at=None)
    _change(call, back, ThreadHandedBack(**_where(thread), handed_back_by=call.caller.subject))
    return thread_view(call, thread_id)


def _change(call: Call, thread: Thread, event: EventData) -> None:
    correlated = thread.load_id or thread.thread_id
    cause = Cause(
        f"{thread.thread_id}/{call.now.isoformat()}",
        call.workspace_id,
        str(correlated),
        call.now,
        call.caller.subject,
    )
    fact = Fact(thread=thread.as_held_row(), events=(published_event(cause, event),))
    write_without_message(call.dependencies, call.workspace_id, fact, call.now)


def _where(thread: Thread) -> dict[str, Any]:
    return {"load_id": thread.load_id, "thread_id": thread.thread_id, "channel": thread.channel}


def _thread(call: Call, thread_id: UUID) -> Thread:
    return thread_of(_row(call, thread_id)["thread"])


def _row(call: Call, thread_id: UUID) -> dict[str, Any]:
    rows = run(
        call.dependencies.database,
        "read_threads",
        workspace_id=call.workspace_id,
        load_id=None,
        thread_id=thread_id,
    )
    if not rows:
        raise NotFound("thread")
    return rows[0]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ThreadView.model_fields if name in row}


def _text(row: dict[str, Any]) -> dict[str, Any]:
    hidden = ("workspace_id", "thread_id", "provider_message_id", "position")
    return {name: value for name, value in row.items() if name not in hidden}
