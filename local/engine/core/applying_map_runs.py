"""How the events of map runs change the folded state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.core.frames import Failure, Frame, MapRun, Position
from local.engine.core.settling import stop_waiting

if TYPE_CHECKING:
    from local.engine.asl.payload import Payload
    from local.engine.commands import Event
    from local.engine.core.state import RunState


def _started(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    frame.map_run = MapRun(event.id, event.details["mapRunArn"])
    _wait_for(run, frame, frame.map_run, event)


def _redriven(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    assert frame.map_run is not None
    frame.map_run.redrive_count = event.details["redriveCount"]
    _wait_for(run, frame, frame.map_run, event)


def _wait_for(run: RunState, frame: Frame, map_run: MapRun, event: Event) -> None:
    run.map_runs[map_run.id] = frame
    frame.position = Position.AT_MAP_RUN
    frame.last_id = event.id


def _succeeded(run: RunState, event: Event, _payload: Payload | None) -> None:
    """With an error when the children's results could not be handed on."""
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    frame.map_run = None
    frame.last_id = event.id
    if event.details:
        frame.failure = Failure(event.details["error"], event.details["cause"], event.id)
        frame.position = Position.FAILED
    else:
        frame.position = Position.AT_CHILDREN


def _failed(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    frame.failure = Failure(event.details["error"], event.details["cause"], event.id)
    frame.position = Position.FAILED
    frame.last_id = event.id


def _aborted(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    frame.position = Position.ABORTED


MAP_RUN_HANDLERS = {
    "MapRunStarted": _started,
    "MapRunRedriven": _redriven,
    "MapRunSucceeded": _succeeded,
    "MapRunFailed": _failed,
    "MapRunAborted": _aborted,
}
