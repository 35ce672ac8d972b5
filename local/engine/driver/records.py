"""What a step says to the journal: its events, how it moves timers, the run's end, a task's own write."""

import json
from dataclasses import dataclass
from datetime import datetime
from random import Random

from local.engine.clock import Clock
from local.engine.commands import CancelTimer, Command, EndRun, SetTimer, SqlWrite, Step
from local.engine.core.run import Run
from local.engine.driver.tokens import TaskTokens
from local.engine.stimuli import Redriven, Stimulus, TaskFailed, TaskSubmitted, TaskSucceeded, TimerFired
from local.engine.store.journal import Parent, StepRecord, WriteRefusedError, is_express

_ANSWERED = frozenset({"TaskSubmitted", "TaskSucceeded", "LambdaFunctionSucceeded"})


@dataclass(slots=True)
class RunSurroundings:
    now: datetime
    random: Random
    tokens: TaskTokens
    execution_id: int

    def task_token(self, task_id: int) -> str:
        return self.tokens.sign(self.execution_id, task_id)


@dataclass(frozen=True, eq=False)
class Making:
    """Makes steps in memory: their run goes on, and the journal does not know of it yet."""

    clock: Clock
    random: Random
    tokens: TaskTokens

    def step(self, execution_id: int, run: Run, stimulus: Stimulus) -> tuple[Step, StepRecord]:
        surroundings = self.surroundings(execution_id)
        step = run.handle(stimulus, surroundings)
        return step, record_of(surroundings, step, stimulus)

    def surroundings(self, execution_id: int) -> RunSurroundings:
        return RunSurroundings(self.clock.now(), self.random, self.tokens, execution_id)


def record_of(surroundings: RunSurroundings, step: Step, stimulus: Stimulus) -> StepRecord:
    end = None
    for command in step.commands:
        if isinstance(command, EndRun):
            end = command
    return StepRecord(
        surroundings.execution_id,
        surroundings.now,
        step.events,
        _timers_moved(step.commands, stimulus),
        end,
        isinstance(stimulus, Redriven) and bool(step.events),
        _write_of(stimulus, step),
    )


def failed_by(error: WriteRefusedError, stimulus: Stimulus) -> TaskFailed:
    """A task whose write is refused fails as it would had it written by itself."""
    assert isinstance(stimulus, TaskSubmitted | TaskSucceeded)
    described = {"errorMessage": str(error), "errorType": error.error}
    return TaskFailed(stimulus.task_id, error.error, json.dumps(described))


def _write_of(stimulus: Stimulus, step: Step) -> SqlWrite | None:
    """The task's own write, when the history says that the task answered."""
    if not isinstance(stimulus, TaskSubmitted | TaskSucceeded) or stimulus.write is None:
        return None
    return stimulus.write if any(event.type in _ANSWERED for event in step.events) else None


def is_awaited(execution_id: int, parent: Parent | None) -> bool:
    return is_express(execution_id) or (parent is not None and parent.waits)


def _timers_moved(commands: tuple[Command, ...], stimulus: Stimulus) -> dict[str, datetime | None]:
    """The last word on each timer; one that fired is gone unless it was set again."""
    moved: dict[str, datetime | None] = {stimulus.timer_id: None} if isinstance(stimulus, TimerFired) else {}
    for command in commands:
        if isinstance(command, SetTimer):
            moved[command.timer_id] = command.due_at
        elif isinstance(command, CancelTimer):
            moved[command.timer_id] = None
    return moved
