"""Plays a case on a virtual clock: answers come at once, waits and time-outs jump."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from local.engine.asl.definition import parse_definition
from local.engine.commands import (
    AbandonTask,
    CancelTimer,
    Command,
    EndRun,
    Event,
    ExecutionInfo,
    InvokeTask,
    RunStatus,
    SetTimer,
    StartMapRun,
)
from local.engine.conformance.map_runs import RecordedMapRun, play_map_run, recorded_map_runs
from local.engine.conformance.oracle import Act, Oracle, recorded_acts
from local.engine.core.run import Run
from local.engine.stimuli import Started, Stimulus, TimerFired

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.asl.definition import Definition
    from local.engine.conformance.cases import Case

# The recordings' own dates are stand-ins counted from this day.
RECORDED_AT = datetime(2026, 11, 23, 14, 1, 44, tzinfo=UTC)
_ACCOUNT = "arn:aws:states:us-east-1:111111111111"
_MOST_STEPS = 10_000
_AFTER_ALL = 2**31


@dataclass(slots=True)
class VirtualSurroundings:
    now: datetime = RECORDED_AT
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 -- a replay is to be the same each time

    def task_token(self, task_id: int) -> str:
        return f"task-token-u{task_id:07x}"


@dataclass(slots=True)
class Recording:
    """What a run is answered from; a map run's children see the same clock."""

    oracle: Oracle
    acts: deque[Act] = field(default_factory=deque)
    map_runs: Iterator[RecordedMapRun | None] = field(default_factory=lambda: iter(()))
    surroundings: VirtualSurroundings = field(default_factory=VirtualSurroundings)


class Replay:
    """One run of a case: what the driver would keep in its tables."""

    def __init__(
        self, definition: Definition, execution: ExecutionInfo, recording: Recording, *, stop_at: int | None
    ) -> None:
        """`stop_at` ends the replay once this many events are there and only time could bring more."""
        self.run = Run.new(definition, execution)
        self.events: list[Event] = []
        self.end: EndRun | None = None
        self._machine = (definition, execution)
        self._recording = recording
        self._stop_at = stop_at
        self._states: dict[str, str] = {}
        self._timers: dict[str, datetime] = {}
        self._answers: dict[int, tuple[int, list[Stimulus]]] = {}

    @classmethod
    def of(cls, case: Case, *, stop_at: int | None) -> Replay:
        execution = ExecutionInfo(
            execution_arn=f"{_ACCOUNT}:execution:machine:run",
            name="run",
            role_arn="arn:aws:iam::111111111111:role/role",
            state_machine_arn=f"{_ACCOUNT}:stateMachine:machine",
            state_machine_name="machine",
            start_time=RECORDED_AT,
            input=case.input,
        )
        recording = Recording(
            Oracle(case.history), deque(recorded_acts(case.history)), recorded_map_runs(case.history)
        )
        return cls(parse_definition(case.definition), execution, recording, stop_at=stop_at)

    @property
    def respaced(self) -> frozenset[str]:
        """The answers' texts that the recorder parsed: their blanks are not known."""
        return self._recording.oracle.respaced

    def play(self) -> list[Event]:
        """Return all events; the run may still wait when no recorded answer and no timer is left."""
        self._tell(Started())
        for _ in range(_MOST_STEPS):
            stimulus = self._next_act() or self._next_in_run()
            if stimulus is None:
                break
            self._tell(stimulus)
        return self.events

    def _next_act(self) -> Stimulus | None:
        """Stop or redrive the run where the recording says that somebody did."""
        acts = self._recording.acts
        return acts.popleft().stimulus if acts and acts[0].place <= len(self.events) else None

    def _next_in_run(self) -> Stimulus | None:
        if self.run.status is not RunStatus.RUNNING:
            return None
        return self._next_answer() or self._next_timer()

    def _tell(self, stimulus: Stimulus) -> None:
        step = self.run.handle(stimulus, self._recording.surroundings)
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
            outcome = self._recording.oracle.next_outcome(self._states[branches[command.task_id]])
            if outcome is not None:
                self._answers[command.task_id] = (outcome.order, outcome.stimuli(command.task_id))
        elif isinstance(command, StartMapRun):
            recorded = next(self._recording.map_runs, None)
            answer = play_map_run(command, self._machine, recorded, self._play_child)
            self._answers[command.task_id] = (_AFTER_ALL, [answer] if answer else [])
        elif isinstance(command, EndRun):
            self.end = command

    def _play_child(self, definition: Definition, execution: ExecutionInfo) -> EndRun | None:
        """Return how a map run's child ends; None when it waits for ever."""
        recording = Recording(self._recording.oracle, surroundings=self._recording.surroundings)
        child = Replay(definition, execution, recording, stop_at=None)
        child.play()
        return child.end

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
        self._recording.surroundings.now = max(self._recording.surroundings.now, due_at)
        return TimerFired(timer_id)
