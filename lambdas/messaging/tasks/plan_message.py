"""PLANNED: wait until the message is due. The wait's time limit is the timer, and an answer moves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.moves import seconds_until
from lambdas.messaging.repository import Changes
from lambdas.messaging.tasks.visiting import Visiting, left_behind, visit_and_wait
from lambdas.shared.task import Outcome, waiting_task
from schemas.messaging.tasks.plan_message import PlanMessageInput
from schemas.messaging.tasks.visit import MessageWaiting, Step

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Message
    from lambdas.shared.wiring import Dependencies

TOLERANCE_SECONDS = 2


def plan_message(visit: PlanMessageInput, dependencies: Dependencies) -> Outcome[MessageWaiting]:
    """Wait, unless the message has ended, is due already, or was moved while this wait began."""

    def play(visiting: Visiting) -> Outcome[MessageWaiting]:
        step = step_of(visiting.message, visit.seconds, visiting.now)
        return left_behind(visiting, Changes(visit.task_key), step)

    return visit_and_wait(visit, dependencies, play)


def step_of(message: Message, limit_seconds: int, now: datetime) -> Step | None:
    """Where to go on at once; None when the wait's limit is the message's time."""
    if message.ended:
        return Step(next=message.status)
    if message.due_at <= now or message.status != "PLANNED":
        return Step(next="SENDING")
    seconds = seconds_until(message.due_at, now)
    if abs(seconds - limit_seconds) <= TOLERANCE_SECONDS:
        return None
    return Step(next="PLANNED", seconds=seconds)


handler = waiting_task(plan_message, PlanMessageInput, MessageWaiting)
