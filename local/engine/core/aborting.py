"""Ending lines of control that nobody waits for any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.states import MapState, ParallelState, TaskState, WaitState
from local.engine.commands import CancelTimer
from local.engine.core import timers
from local.engine.core.frames import Frame, Position
from local.engine.core.states.tasks import cancel_deadlines

if TYPE_CHECKING:
    from local.engine.core.turn import Turn

_OVER = frozenset({Position.EXITED, Position.FAILED, Position.ABORTED})
_BETWEEN = frozenset({Position.BORN, Position.MOVING})
_SHOWN = (TaskState, WaitState, ParallelState, MapState)


def abort_siblings(turn: Turn, failed: Frame, previous: int) -> None:
    """End the other branches or iterations of the state that `failed` makes fail."""
    assert failed.parent is not None
    _abort_children(turn, failed.parent, previous)


def _abort_children(turn: Turn, parent: Frame, previous: int) -> None:
    for child in list(parent.children.values()):
        if child.position in _OVER and not turn.is_unanswered(child):
            continue
        if parent.progress is not None:
            assert parent.state is not None
            details = {"name": parent.state.name, "index": child.index}
            turn.emit("MapIterationAborted", child, details, previous=previous)
        _abort(turn, child, previous)


def _abort(turn: Turn, frame: Frame, previous: int) -> None:
    _abort_children(turn, frame, previous)
    cancel(turn, frame)
    if frame.position is Position.AT_MAP_RUN:
        turn.emit("MapRunAborted", frame, previous=previous)
    if isinstance(frame.state, _SHOWN) and frame.position not in _BETWEEN:
        turn.emit_state("Aborted", frame, previous=previous)
    frame.position = Position.ABORTED


def cancel(turn: Turn, frame: Frame) -> None:
    """Take back what the line has outside: its task and its timers."""
    if frame.position is Position.AT_TASK and frame.task is not None:
        turn.abandon(frame.task.id)
        cancel_deadlines(turn, frame)
    elif frame.position is Position.AT_MAP_RUN and frame.map_run is not None:
        turn.abandon(frame.map_run.id)
    elif frame.position is Position.AT_TIMER:
        turn.command(CancelTimer(timers.wait(frame.entered_id)))
    elif frame.position is Position.RETRYING and frame.failure is not None:
        turn.command(CancelTimer(timers.retry(frame.failure.event_id)))
