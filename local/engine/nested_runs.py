"""Executions started by a task of another: `states:startExecution`, with `.sync`, and Express children.

Parent and child are rows that know each other, so nobody polls: the child's end is the parent's stimulus.
"""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from local.engine.api.errors import ApiError, ErrorName, type_not_supported
from local.engine.commands import InvokeTask, Pattern, RunStatus
from local.engine.driver.driver import Driver
from local.engine.driver.outside import Answer, Invocation
from local.engine.integrations.shapes import epoch_milliseconds, iso_instant
from local.engine.launching import Launched, Launching, StartRequest
from local.engine.stimuli import Stopped, TaskFailed, TaskSubmitted, TaskSucceeded
from local.engine.store.journal import EndedRun, Parent, ParentForm
from local.engine.store.routed_journal import RoutedJournal

_FORMS = {
    Pattern.REQUEST_RESPONSE: ParentForm.REQUEST_RESPONSE,
    Pattern.WAIT_FOR_TASK_TOKEN: ParentForm.REQUEST_RESPONSE,
    Pattern.SYNC: ParentForm.SYNC,
    Pattern.SYNC_2: ParentForm.SYNC_2,
}


def starts_a_run(task: InvokeTask) -> bool:
    return ":states:startExecution" in task.resource or task.resource.endswith(
        ("aws-sdk:sfn:startExecution", "aws-sdk:sfn:startSyncExecution")
    )


class NestedRuns:
    def __init__(self, launching: Launching, journal: RoutedJournal, driver: Driver) -> None:
        self._launching = launching
        self._journal = journal
        self._driver = driver

    def start(self, invocation: Invocation) -> Answer | None:
        """None when the child's end is the answer."""
        task = invocation.task
        try:
            return self._start(invocation, json.loads(task.parameters))
        except ApiError as error:
            return _refused(task, error)

    def stop_children(self, execution_id: int, task_id: int) -> None:
        """A `.sync` child ends with the task that waits for it."""
        for child_id in self._journal.children_of(execution_id, task_id):
            self._driver.deliver(child_id, Stopped())

    def report(self, ended: EndedRun) -> None:
        """Tells the parent's task of its child's end."""
        parent = ended.parent
        if parent is not None and parent.waits:
            answer = _answer(ended, parent)
            self._driver.answer(parent.execution_id, parent.task_id, answer)

    def _start(self, invocation: Invocation, parameters: dict[str, Any]) -> Answer | None:
        task = invocation.task
        form = _form(task)
        parent = Parent(invocation.execution_id, task.task_id, form)
        request = StartRequest(
            machine_arn=_text(parameters, "StateMachineArn"),
            input=_input(parameters),
            name=parameters.get("Name")
            or str(uuid5(NAMESPACE_URL, f"{parent.execution_id}/{parent.task_id}")),
            trace_header=parameters.get("TraceHeader"),
            parent=parent,
        )
        self._refuse_wrong_type(request.machine_arn, form)
        if form is ParentForm.EXPRESS:
            self._launching.start(request)
            return None
        if not parent.waits:
            return _started(task, self._launching.start(request))
        self._start_and_wait(task, request, parent)
        return None

    def _start_and_wait(self, task: InvokeTask, request: StartRequest, parent: Parent) -> None:
        """The parent hears of the start before the child acts, so that its history has them in order."""

        def submitted(launched: Launched) -> None:
            self._driver.deliver(
                parent.execution_id, TaskSubmitted(task.task_id, _start_output(task, launched))
            )

        launched = self._launching.start(request, submitted)
        if not launched.is_new:
            self._report_if_ended(launched.execution_id)

    def _report_if_ended(self, execution_id: int) -> None:
        ended = self._journal.ended(execution_id)
        if ended and ended.status is not RunStatus.RUNNING:
            self.report(ended)

    def _refuse_wrong_type(self, machine_arn: str, form: ParentForm) -> None:
        is_express = self._launching.machine_type(machine_arn) == "EXPRESS"
        if is_express is not (form is ParentForm.EXPRESS) and form is not ParentForm.REQUEST_RESPONSE:
            raise type_not_supported()


def _form(task: InvokeTask) -> ParentForm:
    return ParentForm.EXPRESS if task.resource.endswith("startSyncExecution") else _FORMS[task.pattern]


def _text(parameters: dict[str, Any], name: str) -> str:
    value = parameters.get(name)
    if not isinstance(value, str):
        raise ApiError(ErrorName.VALIDATION, f"{name} must be a string")
    return value


def _input(parameters: dict[str, Any]) -> str:
    given = parameters.get("Input", {})
    return given if isinstance(given, str) else json.dumps(given, separators=(",", ":"))


def _started(task: InvokeTask, launched: Launched) -> Answer:
    output = _start_output(task, launched)
    if task.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        return TaskSubmitted(task.task_id, output)
    return TaskSucceeded(task.task_id, output)


def _start_output(task: InvokeTask, launched: Launched) -> str:
    if ":aws-sdk:" in task.resource:
        started = {"ExecutionArn": launched.execution_arn, "StartDate": iso_instant(launched.start_time)}
        return json.dumps(started, separators=(",", ":"))
    metadata = {"AllHttpHeaders": {}, "HttpHeaders": {}, "HttpStatusCode": 200}
    return json.dumps(
        {
            "ExecutionArn": launched.execution_arn,
            "SdkHttpMetadata": metadata,
            "SdkResponseMetadata": {"RequestId": str(uuid5(NAMESPACE_URL, launched.execution_arn))},
            "StartDate": epoch_milliseconds(launched.start_time),
        },
        separators=(",", ":"),
    )


def _refused(task: InvokeTask, error: ApiError) -> TaskFailed:
    prefix = "Sfn" if ":aws-sdk:" in task.resource else "StepFunctions"
    name = error.name if error.name.endswith("Exception") else f"{error.name}Exception"
    cause = (
        f"{error.message} (Service: AWSStepFunctions; Status Code: {error.status}; Error Code: {error.name}; "
        "Request ID: local; Proxy: null)"
    )
    return TaskFailed(task.task_id, f"{prefix}.{name}", cause)


def _answer(ended: EndedRun, parent: Parent) -> Answer:
    description = json.dumps(described(ended, parent.form), separators=(",", ":"))
    if ended.status is RunStatus.SUCCEEDED or parent.form is ParentForm.EXPRESS:
        return TaskSucceeded(parent.task_id, description)
    return TaskFailed(parent.task_id, "States.TaskFailed", description)


def described(ended: EndedRun, form: ParentForm) -> dict[str, Any]:
    """The child as its parent sees it: payloads as text, or as JSON for `.sync:2`."""
    date = iso_instant if form is ParentForm.EXPRESS else epoch_milliseconds
    has_succeeded = ended.status is RunStatus.SUCCEEDED
    payload = json.loads if form is ParentForm.SYNC_2 and has_succeeded else str
    members = {
        "Cause": ended.cause,
        "Error": ended.error,
        "ExecutionArn": ended.info.execution_arn,
        "Input": payload(ended.info.input),
        "InputDetails": {"Included": True},
        "Name": ended.info.name,
        "StartDate": date(ended.info.start_time),
        "StateMachineArn": ended.info.state_machine_arn,
        "Status": ended.status.value,
        "StopDate": date(ended.stopped_at) if ended.stopped_at else None,
    }
    if ended.output is not None:
        members |= {"Output": payload(ended.output), "OutputDetails": {"Included": True}}
    if has_succeeded and form is not ParentForm.EXPRESS:
        members |= {
            "RedriveCount": 0,
            "RedriveStatus": "NOT_REDRIVABLE",
            "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        }
    return {name: members[name] for name in sorted(members) if members[name] is not None}
