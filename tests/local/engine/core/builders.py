"""Machines, runs and a driver of a dozen lines for the core's tests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from local.engine.asl.definition import Definition, parse_definition
from local.engine.commands import (
    CancelTimer,
    Command,
    EndRun,
    Event,
    ExecutionInfo,
    InvokeTask,
    SetTimer,
    Step,
)
from local.engine.core.run import Run
from local.engine.stimuli import Started, Stimulus, TimerFired

if TYPE_CHECKING:
    from collections.abc import Iterable

MONDAY = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:offer"
INVOKE = "arn:aws:states:::lambda:invoke"
SEND_AND_WAIT = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


def machine(
    *,
    start: str | None = None,
    timeout: int | None = None,
    language: str = "JSONPath",
    **states: dict[str, Any],
) -> Definition:
    document: dict[str, Any] = {
        "QueryLanguage": language,
        "StartAt": start or next(iter(states)),
        "States": states,
    }
    if timeout is not None:
        document["TimeoutSeconds"] = timeout
    return parse_definition(json.dumps(document))


def task(**fields: Any) -> dict[str, Any]:
    ending = {} if "Next" in fields else {"End": True}
    return {"Type": "Task", "Resource": LAMBDA, **ending, **fields}


def execution(input_: Any) -> ExecutionInfo:
    return ExecutionInfo(
        execution_arn="arn:aws:states:us-east-1:000000000000:execution:booking:load-1",
        name="load-1",
        role_arn="arn:aws:iam::000000000000:role/booking",
        state_machine_arn="arn:aws:states:us-east-1:000000000000:stateMachine:booking",
        state_machine_name="booking",
        start_time=MONDAY,
        input=json.dumps(input_, separators=(",", ":")),
    )


@dataclass
class FixedSurroundings:
    now: datetime = MONDAY
    random: Random = field(default_factory=lambda: Random(7))

    def task_token(self, task_id: int) -> str:
        return f"token-{task_id}"


class Driver:
    """Tells a run stimuli and keeps what a driver keeps: events, open timers and open calls."""

    def __init__(self, definition: Definition, input_: Any = None) -> None:
        self.definition = definition
        self.execution = execution({} if input_ is None else input_)
        self.surroundings = FixedSurroundings()
        self.run = Run.new(definition, self.execution)
        self.events: list[Event] = []
        self.timers: dict[str, datetime] = {}
        self.calls: list[InvokeTask] = []
        self.end: EndRun | None = None

    def start(self) -> Driver:
        self.tell(Started())
        return self

    def tell(self, stimulus: Stimulus, *, after: float = 0) -> Step:
        """Tell the run something, `after` seconds later."""
        self.surroundings.now += timedelta(seconds=after)
        if isinstance(stimulus, TimerFired):
            self.timers.pop(stimulus.timer_id, None)
        step = self.run.handle(stimulus, self.surroundings)
        self.events.extend(step.events)
        self._keep(step.commands)
        return step

    def crash(self) -> None:
        """Lose the run and bring it back from its history."""
        self.run = Run.fold(self.definition, self.execution, self.events)

    def _keep(self, commands: Iterable[Command]) -> None:
        for command in commands:
            if isinstance(command, SetTimer):
                self.timers[command.timer_id] = command.due_at
            elif isinstance(command, CancelTimer):
                self.timers.pop(command.timer_id, None)
            elif isinstance(command, InvokeTask):
                self.calls.append(command)
            elif isinstance(command, EndRun):
                self.end = command

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.events]

    @property
    def shape(self) -> list[tuple[int, int, str]]:
        return [(event.id, event.previous_id, event.type) for event in self.events]

    @property
    def output(self) -> Any:
        assert self.end is not None
        assert self.end.output is not None
        return json.loads(self.end.output)

    def seconds_until(self, timer_id: str) -> float:
        return (self.timers[timer_id] - self.surroundings.now).total_seconds()
