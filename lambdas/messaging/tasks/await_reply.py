"""AWAITING_REPLY: it arrived; wait for the contact to answer. Silence leads to SENDING, which follows up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.messaging.repository import Changes
from lambdas.messaging.tasks.visiting import Visiting, left_behind, visit_and_wait
from lambdas.shared.task import Outcome, waiting_task
from schemas.messaging.tasks.await_reply import AwaitReplyInput
from schemas.messaging.tasks.visit import MessageWaiting, Step

if TYPE_CHECKING:
    from lambdas.messaging.snapshot import Message
    from lambdas.shared.wiring import Dependencies


def await_reply(visit: AwaitReplyInput, dependencies: Dependencies) -> Outcome[MessageWaiting]:
    """Wait, unless the reply came before the receipt, or the message has ended."""
    return visit_and_wait(visit, dependencies, play)


def play(visiting: Visiting) -> Outcome[MessageWaiting]:
    message, key = visiting.message, visiting.visit.task_key
    step = step_of(message)
    if step is not None:
        return left_behind(visiting, Changes(key), step)
    due = message.reply_due_at or visiting.now + timedelta(seconds=message.handling.reply_seconds)
    return left_behind(visiting, Changes(key, status="AWAITING_REPLY", reply_due_at=due))


def step_of(message: Message) -> Step | None:
    """Where to go on at once; None when there is something to wait for."""
    if message.ended:
        return Step(next=message.status)
    return Step(next="SENDING") if message.reply_id is not None else None


handler = waiting_task(await_reply, AwaitReplyInput, MessageWaiting)
