"""How each history event changes the folded state; nothing else but `settling` changes it."""

from __future__ import annotations

import json
from collections.abc import Callable

from local.engine.asl.payload import Payload
from local.engine.asl.states import TYPE_NAMES, FailState
from local.engine.commands import Event, RunStatus
from local.engine.core.applying_children import CHILDREN_HANDLERS
from local.engine.core.applying_map_runs import MAP_RUN_HANDLERS
from local.engine.core.applying_tasks import TASK_HANDLERS
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.settling import (
    forget_below,
    has_failed,
    revive,
    stop_waiting,
)
from local.engine.core.state import RunState
from local.engine.core.stating import fail_as_stated

Handler = Callable[[RunState, Event, Payload | None], None]


def apply(run: RunState, event: Event, payload: Payload | None = None) -> None:
    """Fold one event in; `payload` is the event's input or output where it is at hand already parsed."""
    run.last_event_id = event.id
    run.last_event_at = event.timestamp
    HANDLERS[event.type](run, event, payload)


def _execution_started(run: RunState, event: Event, _payload: Payload | None) -> None:
    run.begun_at = event.timestamp
    run.root = Frame("", run.definition.graph, None, 0, 0)
    run.frames[""] = run.root


def _entered(run: RunState, event: Event, payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    frame.state = frame.graph.states[event.details["name"]]
    frame.raw = payload or Payload(event.details["input"])
    frame.entered_id = event.id
    frame.entered_after = event.previous_id
    frame.entered_at = event.timestamp
    frame.position = Position.ENTERED
    frame.last_id = event.id
    if isinstance(frame.state, FailState):
        fail_as_stated(run, frame)


def _exited(run: RunState, event: Event, payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    forget_below(run, frame)
    frame.rest()
    frame.output = payload or Payload(event.details["output"])
    new = event.details.get("assignedVariables")
    if new is not None:
        frame.variables = {**frame.variables, **{name: json.loads(text) for name, text in new.items()}}
    frame.position = Position.EXITED
    frame.last_id = event.id


def _evaluation_failed(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    frame.failure = Failure(event.details["error"], event.details["cause"], event.id)
    frame.position = Position.FAILED
    frame.last_id = event.id


def _state_aborted(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    run.derive_failure(frame)
    stop_waiting(run, frame)
    if not has_failed(frame):
        frame.position = Position.ABORTED


def _ended(status: RunStatus) -> Handler:
    def end(run: RunState, _event: Event, _payload: Payload | None) -> None:
        run.status = status
        for waiting in (run.tasks, run.map_runs, run.waits, run.retries):
            waiting.clear()

    return end


def _redriven(run: RunState, event: Event, _payload: Payload | None) -> None:
    run.status = RunStatus.RUNNING
    run.redrive_count += 1
    run.begun_at = event.timestamp
    run.forget_context()
    if run.root is not None:
        revive(run.root, event.id)


HANDLERS: dict[str, Handler] = {
    "ExecutionStarted": _execution_started,
    "ExecutionSucceeded": _ended(RunStatus.SUCCEEDED),
    "ExecutionFailed": _ended(RunStatus.FAILED),
    "ExecutionTimedOut": _ended(RunStatus.TIMED_OUT),
    "ExecutionAborted": _ended(RunStatus.ABORTED),
    "ExecutionRedriven": _redriven,
    "EvaluationFailed": _evaluation_failed,
    **{f"{name}StateEntered": _entered for name in TYPE_NAMES.values()},
    **{f"{name}StateExited": _exited for name in TYPE_NAMES.values()},
    **{f"{name}StateAborted": _state_aborted for name in ("Task", "Wait", "Parallel", "Map")},
    **TASK_HANDLERS,
    **CHILDREN_HANDLERS,
    **MAP_RUN_HANDLERS,
}
