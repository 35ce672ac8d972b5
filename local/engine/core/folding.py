"""Brings a run back from its history."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn

from local.engine.asl.errors import StateError
from local.engine.asl.payload import Payload
from local.engine.commands import Event, ExecutionInfo, RunStatus
from local.engine.core.applying import apply
from local.engine.core.failing import answer
from local.engine.core.frames import Frame, Position
from local.engine.core.moving import conclude
from local.engine.core.playing import attempt, play
from local.engine.core.retry import evaluation_failure, next_retry
from local.engine.core.settling import failed_child, inherit
from local.engine.core.state import RunState
from local.engine.core.states.working import begin
from local.engine.core.turn import Turn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from local.engine.asl.definition import Definition


class UnfinishedHistoryError(ValueError):
    """The events stop in the middle of a step; hand in all events that were written together."""


def fold(definition: Definition, execution: ExecutionInfo, events: Iterable[Event]) -> RunState:
    """Return the state after these events, which end where a step ended."""
    run = RunState(definition, execution, Payload(execution.input))
    run.evaluate = partial(_evaluate, run)
    for event in events:
        apply(run, event)
    run.evaluate = None
    if run.root is not None and run.last_event_at is not None and run.status is RunStatus.RUNNING:
        _settle(_QuietTurn(run, _Past(run.last_event_at)), run.root)
    return run


@dataclass(slots=True)
class _Past:
    """The surroundings at the last event; what is drawn from them is only ever a dropped timer's delay."""

    now: datetime
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 -- see above

    def task_token(self, task_id: int) -> str:
        return str(task_id)


class _QuietTurn(Turn):
    """Works out what rests without an event; the timers of it are kept by the driver."""

    def emit(self, *_: Any, **__: Any) -> NoReturn:
        message = f"the history ends at event {self.run.last_event_id}, in the middle of a step"
        raise UnfinishedHistoryError(message)

    def has_come(self, _moment: datetime) -> bool:
        """A wait that the history does not end is not over."""
        return False


def _evaluate(run: RunState, frame: Frame) -> None:
    """Find out whether the line's data did not fit; what it goes on to otherwise is in the history."""
    turn = _QuietTurn(run, _Past(run.last_event_at or run.execution.start_time))
    try:
        (begin if frame.position is Position.ENTERED else conclude)(turn, frame)
    except StateError as problem:
        frame.failure = evaluation_failure(frame, problem)
        frame.position = Position.FAILED
    except UnfinishedHistoryError:
        return


def _settle(turn: _QuietTurn, frame: Frame) -> None:
    """Take a line, and those below it, from where the last event left them to where the step left them."""
    if frame.position is Position.ENTERED:
        attempt(turn, frame, begin)
        play(turn)
    elif frame.position is Position.ANSWERED:
        attempt(turn, frame, conclude)
    elif frame.position is Position.FAILED:
        answer(turn, frame)
    elif frame.position is Position.AT_CHILDREN:
        _settle_children(turn, frame)


def _settle_children(turn: _QuietTurn, frame: Frame) -> None:
    failed = failed_child(turn.run, frame)
    if failed is not None:
        inherit(frame, failed)
        answer(turn, frame, shows=True)
        return
    for child in list(frame.children.values()):
        if child.position is not Position.FAILED or next_retry(child) is not None:
            _settle(turn, child)
