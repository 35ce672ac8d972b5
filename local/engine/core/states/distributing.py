"""A distributed Map: its children are runs of their own, seen from here as one map run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, QueryEvaluationError, StateError
from local.engine.asl.payload import Payload
from local.engine.asl.states import MapState
from local.engine.commands import StartMapRun
from local.engine.core.map_plans import distribution_of, items_at_hand, map_run_arn, plan_of
from local.engine.core.moving import conclude, exceeds_limit, limit_cause
from local.engine.core.retry import evaluation_failure
from local.engine.core.tolerance import tolerances
from local.engine.core.turn import Signal, Turn

if TYPE_CHECKING:
    from local.engine.core.frames import Frame


def begin_distributed(turn: Turn, frame: Frame, state: MapState) -> None:
    """The items that a reader will bring are not counted yet (AWS: `length` 0)."""
    at_hand = [] if distribution_of(state).reader else items_at_hand(turn.run, frame)
    turn.emit("MapStateStarted", frame, {"length": len(at_hand)})
    tolerances(turn.run, frame)
    started_id = turn.next_id
    plan = plan_of(turn.run, frame, map_run_arn(turn.run.execution, state, started_id))
    turn.emit("MapRunStarted", frame, {"mapRunArn": plan.map_run_arn})
    turn.command(StartMapRun(started_id, plan))


def redrive(turn: Turn, frame: Frame) -> None:
    """Run the children of the same map run that did not succeed once more."""
    map_run = frame.map_run
    assert map_run is not None
    plan = plan_of(turn.run, frame, map_run.arn)
    details = {"mapRunArn": map_run.arn, "redriveCount": map_run.redrive_count + 1}
    turn.emit("MapRunRedriven", frame, details)
    turn.command(StartMapRun(map_run.id, plan, map_run.redrive_count))


def succeed(turn: Turn, frame: Frame, output: str | None) -> None:
    """Leave the state with the children's results.

    Where they do not fit, the event says so (in a part that is not shown): the history tells what follows.
    JSONata's failures have an event of their own.
    """
    frame.result = None if output is None else Payload(output)
    problem = _problem(turn, frame)
    if problem is None or isinstance(problem, QueryEvaluationError):
        turn.emit("MapRunSucceeded", frame)
        turn.emit_state("Succeeded", frame)
        turn.at_once(frame, conclude)
        return
    refused = evaluation_failure(frame, problem)
    turn.emit("MapRunSucceeded", frame, {"error": refused.error, "cause": refused.cause})
    turn.emit_state("Succeeded", frame)
    turn.signal(Signal.FAILED, frame)


def fail(turn: Turn, frame: Frame, error: str, cause: str) -> None:
    turn.emit("MapRunFailed", frame, {"error": error, "cause": cause})
    turn.signal(Signal.MAP_RUN_FAILED, frame)


def _problem(turn: Turn, frame: Frame) -> StateError | None:
    """Why the result cannot be handed on."""
    state, scope = _state_of(frame), turn.scope(frame)
    too_large = StateError(DATA_LIMIT_EXCEEDED, limit_cause(state.name), located=False)
    if frame.result is None or exceeds_limit(frame.result):
        return too_large
    try:
        selected = state.flow.selected(frame.result, scope)
        output = state.flow.output(frame.input, selected, scope)
        state.flow.assigned(frame.input, selected, scope)
    except StateError as problem:
        return problem
    return too_large if exceeds_limit(output) else None


def _state_of(frame: Frame) -> MapState:
    assert isinstance(frame.state, MapState)
    return frame.state
