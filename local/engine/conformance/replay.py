"""Plays a case on a virtual clock: answers come at once, waits and time-outs jump."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from local.engine.asl.definition import parse_definition
from local.engine.commands import (
    AbandonTask,
    CancelTimer,
    Command,
    Event,
    ExecutionInfo,
    InvokeTask,
    RunStatus,
    SetTimer,
    Started,
    Stimulus,
    TimerFired,
)
from local.engine.conformance.oracle import Oracle
from local.engine.core.run import Run

if TYPE_CHECKING:
    from local.engine.conformance.cases import Case

# The recordings' own dates are stand-ins counted from this day.
RECORDED_AT = datetime(2026, 11, 23, 14, 1, 44, tzinfo=UTC)
_ACCOUNT = "arn:aws:states:us-east-1:111111111111"
_MOST_STEPS = 10_000


@dataclass(slots=True)
class VirtualSurroundings:
    now: datetime = RECORDED_AT
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 -- a replay is to be the same each time

    def task_token(self, task_id: int) -> str:
        return f"task-token-u{task_id:07x}"


class Replay:
    """One run of a case: what the driver would keep in its tables."""

    def __init__(self, case: Case, *, stop_at: int | None) -> None:
        """`stop_at` ends the replay once this many events are there and only time could bring more."""
        execution = ExecutionInfo(
            execution_arn=f"{_ACCOUNT}:execution:machine:run",
            name="run",
            role_arn="arn:aws:iam::111111111111:role/role",
            state_machine_arn=f"{_ACCOUNT}:stateMachine:machine",
            state_machine_name="machine",
            start_time=RECORDED_AT,
            input=case.input,
        )
        self.run = Run.new(parse_definition(case.definition), execution)
        self.surroundings = VirtualSurroundings()
        self.events: list[Event] = []
        self._stop_at = stop_at
        self._oracle = Oracle(case.history)
        self._states: dict[str, str] = {}
        self._timers: dict[str, datetime] = {}
        self._answers: dict[int, tuple[int, list[Stimulus]]] = {}

    @property
    def respaced(self) -> frozenset[str]:
        """The answers' texts that the recorder parsed: their blanks are not known."""
        return self._oracle.respaced

    def play(self) -> list[Event]:
        """Return all events; the run may still wait when no recorded answer and no timer is left."""
        self._tell(Started())
        for _ in range(_MOST_STEPS):
            stimulus = self._next_answer() or self._next_timer()
            if stimulus is None or self.run.status is not RunStatus.RUNNING:
                break
            self._tell(stimulus)
        return self.events

    def _tell(self, stimulus: Stimulus) -> None:
        step = self.run.handle(stimulus, self.surroundings)
        self.events.extend(step.events)
        for event in step.events:
            if event.type == "TaskStateEntered":
                self._states[event.branch] = event.details["name"]
        branches = {event.id: event.branch for event in step.events}
        for command in step.commands:
            self._carry_out(command, branches)

    def _carry_out(self, command: Command, branches: dict[int, str]) -> None:
        if isinstance(command, SetTimer):
            self._timers[command.timer_id] = command.due_at
        elif isinstance(command, CancelTimer):
            self._timers.pop(command.timer_id, None)
        elif isinstance(command, AbandonTask):
            self._answers.pop(command.task_id, None)
        elif isinstance(command, InvokeTask):
            outcome = self._oracle.next_outcome(self._states[branches[command.task_id]])
            if outcome is not None:
                self._answers[command.task_id] = (outcome.order, outcome.stimuli(command.task_id))

    def _next_answer(self) -> Stimulus | None:
        answerable = [(order, task_id) for task_id, (order, stimuli) in self._answers.items() if stimuli]
        if not answerable:
            return None
        _, task_id = min(answerable)
        return self._answers[task_id][1].pop(0)

    def _next_timer(self) -> Stimulus | None:
        if not self._timers or (self._stop_at is not None and len(self.events) >= self._stop_at):
            return None
        due_at, timer_id = min((due_at, timer_id) for timer_id, due_at in self._timers.items())
        del self._timers[timer_id]
        self.surroundings.now = max(self.surroundings.now, due_at)
        return TimerFired(timer_id)
