"""Task: schedule, wait for the answer, hand the result on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, RUNTIME, TIMEOUT
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.resources import ResourceKind, TaskResource
from local.engine.asl.states import TaskState
from local.engine.commands import CancelTimer, InvokeTask, Pattern, SetTimer
from local.engine.core import timers
from local.engine.core.moving import NOT_TRUNCATED, conclude, exceeds_limit, limit_cause
from local.engine.core.turn import Signal, Turn

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.settings import Setting
    from local.engine.commands import ExecutionInfo
    from local.engine.core.frames import Frame, Task

_LONGEST_SECONDS = 99_999_999

Details = dict[str, JSON]


def begin_task(turn: Turn, frame: Frame, state: TaskState) -> None:
    resource = state.resource
    tokenless = resource.pattern is Pattern.REQUEST_RESPONSE
    token = None if tokenless else turn.surroundings.task_token(turn.next_id)
    scope = turn.scope(frame, token)
    parameters = state.flow.effective_input(frame.input, scope)
    limits: Details = {}
    for name, setting in (("timeoutInSeconds", state.timeout), ("heartbeatInSeconds", state.heartbeat)):
        if setting is not None:
            limits[name] = _seconds(turn, frame, setting)
    details = {**_scheduled_details(turn, resource, parameters), **_credentials(turn, frame, state), **limits}
    turn.emit(f"{resource.kind.value}Scheduled", frame, details)
    _invoke(turn, frame, resource, token if resource.pattern is Pattern.WAIT_FOR_TASK_TOKEN else None)


def _credentials(turn: Turn, frame: Frame, state: TaskState) -> Details:
    """The role that the task is to be carried out in; the history tells it, the engine needs none."""
    if state.credentials is None or state.resource.kind is ResourceKind.ACTIVITY:
        return {}
    scope = turn.scope(frame)
    given = state.credentials.render(state.flow.filtered_input(frame.input, scope).value, scope)
    role = given.get("RoleArn") if isinstance(given, dict) else None
    return {} if role is None else {"taskCredentials": {"roleArn": role}}


def _seconds(turn: Turn, frame: Frame, setting: Setting) -> int:
    assert frame.state is not None
    scope = turn.scope(frame)
    document = None if setting.is_constant else frame.state.flow.filtered_input(frame.input, scope).value
    seconds = setting.seconds(document, scope)
    if not 0 < seconds <= _LONGEST_SECONDS:
        raise setting.refusal(f"must be from 1 to {_LONGEST_SECONDS}", seconds)
    return seconds


def _scheduled_details(turn: Turn, resource: TaskResource, parameters: Payload) -> Details:
    if resource.kind is not ResourceKind.SERVICE:
        return {"resource": resource.arn, "input": parameters.text, "inputDetails": NOT_TRUNCATED}
    region = region_of(turn.run.execution)
    return {**_integration(resource), "region": region, "parameters": parameters.text}


def _integration(resource: TaskResource) -> Details:
    """What every event of a service integration repeats; Lambda and activity events do not."""
    if resource.kind is not ResourceKind.SERVICE:
        return {}
    return {"resourceType": resource.service, "resource": resource.action}


def region_of(execution: ExecutionInfo) -> str:
    return execution.state_machine_arn.split(":")[3]


def invocation(frame: Frame, token: str | None, execution: ExecutionInfo) -> InvokeTask:
    """Return the command that calls the task of this line."""
    assert isinstance(frame.state, TaskState)
    assert frame.task is not None
    resource = frame.state.resource
    return InvokeTask(
        frame.task.id,
        resource.arn,
        resource.pattern,
        frame.task.parameters,
        token,
        region_of(execution),
        (execution.execution_arn, execution.state_machine_arn),
    )


def _invoke(turn: Turn, frame: Frame, resource: TaskResource, token: str | None) -> None:
    task = _task_of(frame)
    turn.command(invocation(frame, token, turn.run.execution))
    for timer in deadlines(task):
        if resource.kind is not ResourceKind.ACTIVITY or timer.timer_id != timers.heartbeat(task.id):
            turn.command(timer)
    if resource.kind is not ResourceKind.ACTIVITY:
        turn.later(frame, _start, task.id)


def deadlines(task: Task) -> list[SetTimer]:
    if task.timeout is None and task.heartbeat is None:
        return []
    limits = ((timers.timeout(task.id), task.timeout), (timers.heartbeat(task.id), task.heartbeat))
    return [
        SetTimer(timer_id, task.scheduled_at + timedelta(seconds=limit))
        for timer_id, limit in limits
        if limit is not None
    ]


def _start(turn: Turn, frame: Frame, task_id: int) -> None:
    if frame.task is not None and frame.task.id == task_id and not frame.task.started:
        _emit(turn, frame, "Started", {})


def start_activity(turn: Turn, frame: Frame, worker_name: str | None) -> None:
    """A worker has taken the activity's task; told once, before its answer at the latest.

    Its heart beats from now on (AWS, HeartbeatSeconds: "begins when GetActivityTask receives a token").
    """
    if not _task_of(frame).started:
        _emit(turn, frame, "Started", {"workerName": worker_name} if worker_name else {})
        beat(turn, frame)


def submit(turn: Turn, frame: Frame, output: str) -> None:
    """The call of a callback or `.sync` task answered; other tasks are not submitted."""
    waits_on = _state_of(frame).resource
    is_call = waits_on.kind is ResourceKind.SERVICE and waits_on.pattern is not Pattern.REQUEST_RESPONSE
    if is_call and not _task_of(frame).submitted:
        _emit(turn, frame, "Submitted", {"output": output, "outputDetails": NOT_TRUNCATED})


def succeed(turn: Turn, frame: Frame, output: str) -> None:
    result = Payload(output)
    if exceeds_limit(result):
        fail(turn, frame, DATA_LIMIT_EXCEEDED, limit_cause(_state_of(frame).resource.limited_name))
        return
    if not _is_json(result):
        fail(turn, frame, RUNTIME, "The task returned a result that is not a JSON text.")
        return
    cancel_deadlines(turn, frame)
    _started_at_least(turn, frame)
    _emit(turn, frame, "Succeeded", {"output": output, "outputDetails": NOT_TRUNCATED}, result)
    turn.at_once(frame, conclude)


def _is_json(result: Payload) -> bool:
    try:
        _ = result.value
    except ValueError:
        return False
    return True


def fail(turn: Turn, frame: Frame, error: str | None, cause: str | None) -> None:
    cancel_deadlines(turn, frame)
    _started_at_least(turn, frame)
    _emit(turn, frame, "Failed", _stated(error, cause))
    turn.signal(Signal.FAILED, frame)


def time_out(turn: Turn, frame: Frame) -> None:
    cancel_deadlines(turn, frame)
    turn.abandon(_task_of(frame).id)
    _emit(turn, frame, "TimedOut", {"error": TIMEOUT})
    turn.signal(Signal.FAILED, frame)


def is_overdue(frame: Frame, now: datetime) -> bool:
    task = _task_of(frame)
    return task.timeout is not None and task.scheduled_at + timedelta(seconds=task.timeout) <= now


def beat(turn: Turn, frame: Frame) -> None:
    task = _task_of(frame)
    if task.heartbeat is not None:
        due_at = turn.surroundings.now + timedelta(seconds=task.heartbeat)
        turn.command(SetTimer(timers.heartbeat(task.id), due_at))


def cancel_deadlines(turn: Turn, frame: Frame) -> None:
    for timer in deadlines(_task_of(frame)):
        turn.command(CancelTimer(timer.timer_id))


def _started_at_least(turn: Turn, frame: Frame) -> None:
    if _state_of(frame).resource.kind is ResourceKind.ACTIVITY:
        start_activity(turn, frame, None)


def _emit(turn: Turn, frame: Frame, suffix: str, details: Details, payload: Payload | None = None) -> None:
    resource = _state_of(frame).resource
    kind = f"{resource.kind.value}{suffix}"
    turn.emit(kind, frame, {**_integration(resource), **details}, payload=payload)


def _stated(error: str | None, cause: str | None) -> Details:
    return {name: text for name, text in (("error", error), ("cause", cause)) if text is not None}


def _state_of(frame: Frame) -> TaskState:
    assert isinstance(frame.state, TaskState)
    return frame.state


def _task_of(frame: Frame) -> Task:
    assert frame.task is not None
    return frame.task
