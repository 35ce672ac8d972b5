"""What follows from a failure: a retry, a catcher, or the failure of what encloses it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from local.engine.asl.errors import StateError
from local.engine.asl.flow import place
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.states import Catcher, TaskState
from local.engine.commands import SetTimer
from local.engine.core import timers
from local.engine.core.aborting import abort_siblings
from local.engine.core.ending import end_failed
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.moving import leave
from local.engine.core.retry import catcher_for, delay_seconds, evaluation_failure, next_retry, retriers_of
from local.engine.core.settling import begin_retry, failed_child, inherit
from local.engine.core.states.mapping import go_on

if TYPE_CHECKING:
    from local.engine.core.turn import Turn


def fail_evaluation(turn: Turn, frame: Frame, problem: StateError) -> None:
    """The state's data does not fit."""
    frame.failure = evaluation_failure(frame, problem)
    frame.position = Position.FAILED
    answer(turn, frame)


def answer(turn: Turn, frame: Frame, *, by_child: bool = False) -> None:
    """Retry, catch or pass on the line's failure; `by_child` when a branch or iteration brought it."""
    retrier = next_retry(frame)
    if retrier is not None:
        _retry(turn, frame, retrier)
        return
    if by_child:
        turn.emit_state("Failed", frame)
    catcher = catcher_for(frame)
    if catcher is None or not _catch(turn, frame, catcher):
        _pass_on(turn, frame)


def _retry(turn: Turn, frame: Frame, retrier: int) -> None:
    attempt = begin_retry(turn.run, frame, retrier)
    delay = delay_seconds(retriers_of(frame.state)[retrier], attempt, turn.surroundings.random)
    failure = _failure_of(frame)
    turn.command(SetTimer(timers.retry(failure.event_id), turn.surroundings.now + timedelta(seconds=delay)))


def _catch(turn: Turn, frame: Frame, catcher: Catcher) -> bool:
    """Return False when what is caught cannot be put into the state's input."""
    failure = _failure_of(frame)
    caught: JSON = {"Error": failure.error, "Cause": failure.cause}
    try:
        leave(turn, frame, place(catcher.result_path, frame.input, Payload.of(caught)), catcher.next)
    except StateError as problem:
        frame.failure = evaluation_failure(frame, problem)
        return False
    return True


def _pass_on(turn: Turn, frame: Frame) -> None:
    parent, failure = frame.parent, _failure_of(frame)
    if parent is None:
        end_failed(turn, frame, failure)
        return
    previous = frame.last_id
    if parent.progress is not None:
        _fail_iteration(turn, frame, parent)
    if isinstance(frame.state, TaskState):
        turn.emit_state("Aborted", frame, previous=previous)
    if failed_child(turn.run, parent) is None:
        turn.at_once(parent, go_on, previous)
        return
    abort_siblings(turn, frame, previous)
    inherit(parent, frame)
    answer(turn, parent, by_child=True)


def _fail_iteration(turn: Turn, frame: Frame, parent: Frame) -> None:
    assert parent.state is not None
    turn.emit("MapIterationFailed", frame, {"name": parent.state.name, "index": frame.index})


def _failure_of(frame: Frame) -> Failure:
    assert frame.failure is not None
    return frame.failure
