"""How a task's events change the folded state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from local.engine.asl.payload import Payload
from local.engine.core.frames import Failure, Frame, Position, Task
from local.engine.core.settling import restart, stop_waiting

if TYPE_CHECKING:
    from local.engine.commands import Event
    from local.engine.core.state import RunState


def _scheduled(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    restart(run, frame)
    frame.task = Task(
        id=event.id,
        parameters=event.details.get("parameters") or event.details.get("input", "{}"),
        scheduled_at=event.timestamp,
        timeout=event.details.get("timeoutInSeconds"),
        heartbeat=event.details.get("heartbeatInSeconds"),
    )
    run.tasks[event.id] = frame
    frame.position = Position.AT_TASK
    frame.last_id = event.id


def _task_started(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    assert frame.task is not None
    frame.task.started = True
    frame.last_id = event.id


def _task_submitted(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    assert frame.task is not None
    frame.task.submitted = True
    frame.last_id = event.id


def _task_succeeded(run: RunState, event: Event, payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    stop_waiting(run, frame)
    frame.result = payload or Payload(event.details["output"])
    frame.position = Position.ANSWERED
    frame.last_id = event.id


def _task_failed(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    also = (
        "States.HeartbeatTimeout"
        if event.type.endswith("TimedOut") and _heart_stopped(frame, event)
        else None
    )
    stop_waiting(run, frame)
    error, cause = event.details.get("error"), event.details.get("cause")
    frame.failure = Failure(error, cause, event.id, also)
    frame.position = Position.FAILED
    frame.last_id = event.id


def _heart_stopped(frame: Frame, event: Event) -> bool:
    """A time-out before the task's own limit was the heartbeat's."""
    task = frame.task
    if task is None or task.heartbeat is None:
        return False
    return task.timeout is None or event.timestamp < task.scheduled_at + timedelta(seconds=task.timeout)


_FAMILIES = ("LambdaFunction", "Activity", "Task")

TASK_HANDLERS = {
    "TaskSubmitted": _task_submitted,
    **{f"{name}Scheduled": _scheduled for name in _FAMILIES},
    **{f"{name}Started": _task_started for name in _FAMILIES},
    **{f"{name}Succeeded": _task_succeeded for name in _FAMILIES},
    **{f"{name}Failed": _task_failed for name in _FAMILIES},
    **{f"{name}TimedOut": _task_failed for name in _FAMILIES},
}
