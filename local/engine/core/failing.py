"""What follows from a failure: a retry, a catcher, or the failure of what encloses it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from local.engine.asl.errors import QueryEvaluationError, StateError
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.states import Catcher, MapState, ParallelState, TaskState
from local.engine.commands import SetTimer
from local.engine.core import timers
from local.engine.core.aborting import abort_siblings
from local.engine.core.ending import end_failed
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.moving import hand_on
from local.engine.core.retry import catcher_for, delay_seconds, evaluation_failure, next_retry, retriers_of
from local.engine.core.settling import begin_retry, failed_child, inherit
from local.engine.core.states.mapping import go_on

if TYPE_CHECKING:
    from local.engine.core.turn import Turn


def fail_evaluation(turn: Turn, frame: Frame, problem: StateError) -> None:
    """The state's data does not fit."""
    _take_note(turn, frame, problem, _previous_of(frame, problem))
    answer(turn, frame, shows=isinstance(problem, QueryEvaluationError))


def _take_note(turn: Turn, frame: Frame, problem: StateError, previous: int) -> None:
    """Only JSONata's failures have an event of their own."""
    failure = evaluation_failure(frame, problem)
    if isinstance(problem, QueryEvaluationError):
        turn.emit("EvaluationFailed", frame, _evaluation_details(frame, problem, failure), previous=previous)
    else:
        frame.failure = failure
        frame.position = Position.FAILED


def _previous_of(frame: Frame, problem: StateError) -> int:
    """The service evaluates a state's fields before it has taken note that the state was entered."""
    validated = isinstance(problem, QueryEvaluationError) and problem.validated
    is_fresh = frame.last_id == frame.entered_id and not validated
    return frame.entered_after if is_fresh else frame.last_id


def _evaluation_details(frame: Frame, problem: QueryEvaluationError, failure: Failure) -> dict[str, JSON]:
    assert frame.state is not None
    place = {} if problem.location is None else {"location": problem.location}
    return {"error": failure.error, "cause": failure.cause, "state": frame.state.name, **place}


def answer(turn: Turn, frame: Frame, *, shows: bool = False) -> None:
    """Retry, catch or pass on the line's failure.

    `shows` when a Parallel's or Map's failure has an event: a branch's, an iteration's or its own.
    """
    retrier = next_retry(frame)
    if retrier is not None:
        _retry(turn, frame, retrier)
        return
    before = frame.last_id
    if shows:
        _show(turn, frame)
    catcher = catcher_for(frame)
    if catcher is not None:
        problem = _catch(turn, frame, catcher)
        if problem is None:
            return
        _take_note(turn, frame, problem, before)
        if isinstance(problem, QueryEvaluationError):
            _show(turn, frame)
    _pass_on(turn, frame)


def _show(turn: Turn, frame: Frame) -> None:
    if isinstance(frame.state, ParallelState | MapState):
        turn.emit_state("Failed", frame)


def _retry(turn: Turn, frame: Frame, retrier: int) -> None:
    attempt = begin_retry(turn.run, frame, retrier)
    delay = delay_seconds(retriers_of(frame.state)[retrier], attempt, turn.surroundings.random)
    failure = _failure_of(frame)
    turn.command(SetTimer(timers.retry(failure.event_id), turn.surroundings.now + timedelta(seconds=delay)))


def _catch(turn: Turn, frame: Frame, catcher: Catcher) -> StateError | None:
    """Return the problem when what is caught cannot be handed on."""
    failure = _failure_of(frame)
    caught: JSON = {"Error": failure.error, "Cause": failure.cause}
    try:
        hand_on(turn, frame, catcher.flow, Payload.of(caught), catcher.next)
    except StateError as problem:
        return problem
    return None


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
    answer(turn, parent, shows=True)


def _fail_iteration(turn: Turn, frame: Frame, parent: Frame) -> None:
    assert parent.state is not None
    turn.emit("MapIterationFailed", frame, {"name": parent.state.name, "index": frame.index})


def _failure_of(frame: Frame) -> Failure:
    assert frame.failure is not None
    return frame.failure
