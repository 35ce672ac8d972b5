"""What a driver owes a run that it has just brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from local.engine.asl.resources import ResourceKind
from local.engine.asl.states import TaskState, WaitState
from local.engine.commands import Command, Pattern, RunStatus, SetTimer, StartMapRun, Surroundings
from local.engine.core import timers
from local.engine.core.map_plans import plan_of
from local.engine.core.states.tasks import deadlines, invocation
from local.engine.core.states.waiting import due_at

if TYPE_CHECKING:
    from local.engine.core.frames import Frame
    from local.engine.core.state import RunState


def owed(run: RunState, surroundings: Surroundings | None) -> tuple[Command, ...]:
    """Invocations and map runs without answer and timers, in the order of their events."""
    if run.status is not RunStatus.RUNNING or run.begun_at is None:
        return ()
    commands: list[Command] = []
    if run.longest_seconds is not None:
        due = run.begun_at + timedelta(seconds=run.longest_seconds)
        commands.append(SetTimer(timers.RUN, due))
    for frame in run.tasks.values():
        commands.extend(_task(run, frame, surroundings))
    commands.extend(_map_run(run, frame) for frame in run.map_runs.values())
    commands.extend(_wait(run, entered_id, frame) for entered_id, frame in run.waits.items())
    commands.extend(SetTimer(timers.retry(event_id), run.begun_at) for event_id in run.retries)
    return tuple(commands)


def _task(run: RunState, frame: Frame, surroundings: Surroundings | None) -> list[Command]:
    assert frame.task is not None
    call = invocation(frame, _token(frame, surroundings), run.execution)
    return [*([] if _was_called(frame) else [call]), *deadlines(frame.task)]


def _was_called(frame: Frame) -> bool:
    """An activity's task belongs to the worker that has taken it."""
    assert isinstance(frame.state, TaskState)
    assert frame.task is not None
    is_taken = frame.task.started and frame.state.resource.kind is ResourceKind.ACTIVITY
    return frame.task.submitted or is_taken


def _map_run(run: RunState, frame: Frame) -> StartMapRun:
    assert frame.map_run is not None
    plan = plan_of(run, frame, frame.map_run.arn)
    return StartMapRun(frame.map_run.id, plan, frame.map_run.redrive_count)


def _token(frame: Frame, surroundings: Surroundings | None) -> str | None:
    assert isinstance(frame.state, TaskState)
    assert frame.task is not None
    if surroundings is None or frame.state.resource.pattern is not Pattern.WAIT_FOR_TASK_TOKEN:
        return None
    return surroundings.task_token(frame.task.id)


def _wait(run: RunState, entered_id: int, frame: Frame) -> SetTimer:
    assert isinstance(frame.state, WaitState)
    return SetTimer(timers.wait(entered_id), due_at(run, frame))
