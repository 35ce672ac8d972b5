"""The failure that a Fail state states."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from local.engine.asl.errors import StateError
from local.engine.asl.states import FailState
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.retry import evaluation_failure
from local.engine.core.scopes import scope_of

if TYPE_CHECKING:
    from local.engine.core.state import RunState


def fail_as_stated(run: RunState, frame: Frame) -> None:
    """Put the line where its Fail state puts it; draws are the same at each fold."""
    assert isinstance(frame.state, FailState)
    scope = scope_of(run, frame, Random(frame.entered_id))  # noqa: S311 -- see above
    document = frame.input.value
    try:
        error, cause = frame.state.error.text(document, scope), frame.state.cause.text(document, scope)
    except StateError as problem:
        frame.failure = evaluation_failure(frame, problem)
    else:
        frame.failure = Failure(error, cause, frame.last_id)
    frame.position = Position.FAILED
