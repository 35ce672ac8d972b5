"""The failure that a Fail state states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import StateError
from local.engine.asl.states import FailState
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.scopes import replayable, scope_of

if TYPE_CHECKING:
    from local.engine.core.state import RunState


def fail_as_stated(run: RunState, frame: Frame) -> None:
    """Put the line where its Fail state puts it; where its data does not fit, `begin` finds out."""
    try:
        frame.failure = stated_failure(run, frame)
    except StateError:
        return
    frame.position = Position.FAILED


def stated_failure(run: RunState, frame: Frame) -> Failure:
    """Raise StateError when the data does not fit."""
    assert isinstance(frame.state, FailState)
    scope = scope_of(run, frame, replayable(run, frame))
    document = frame.input.value
    error, cause = frame.state.error.text(document, scope), frame.state.cause.text(document, scope)
    return Failure(error, cause, frame.last_id)
