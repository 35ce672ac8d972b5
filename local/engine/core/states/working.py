"""Which work each type of state does when it is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.states import (
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    State,
    SucceedState,
    TaskState,
    WaitState,
)
from local.engine.core.frames import Position
from local.engine.core.states.branching import begin_parallel
from local.engine.core.states.choosing import begin_choice
from local.engine.core.states.mapping import begin_map
from local.engine.core.states.passing import begin_pass, begin_succeed
from local.engine.core.states.tasks import begin_task
from local.engine.core.states.waiting import begin_wait
from local.engine.core.stating import stated_failure
from local.engine.core.turn import Signal, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.core.frames import Frame


def _begin_fail(turn: Turn, frame: Frame, _state: FailState) -> None:
    frame.failure = frame.failure or stated_failure(turn.run, frame)
    frame.position = Position.FAILED
    turn.signal(Signal.FAILED, frame)


_WORK: dict[type[State], Callable[[Turn, Frame, Any], None]] = {
    PassState: begin_pass,
    SucceedState: begin_succeed,
    FailState: _begin_fail,
    ChoiceState: begin_choice,
    WaitState: begin_wait,
    TaskState: begin_task,
    ParallelState: begin_parallel,
    MapState: begin_map,
}


def begin(turn: Turn, frame: Frame) -> None:
    """Do the state's work as far as it goes by itself; StateError when the data does not fit."""
    assert frame.state is not None
    _WORK[type(frame.state)](turn, frame, frame.state)
