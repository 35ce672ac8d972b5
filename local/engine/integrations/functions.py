"""Lambda functions as tasks: by ARN (the payload alone) or by `lambda:invoke` (the whole envelope)."""

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from local.engine.commands import InvokeTask, Pattern
from local.engine.driver.outside import Answer, PendingCall
from local.engine.integrations.clients import Clients
from local.engine.integrations.failures import failed_call, optimised_naming
from local.engine.integrations.local_functions import LocalCall, LocalFunctions
from local.engine.integrations.resource import is_function_arn
from local.engine.integrations.shapes import http_metadata
from local.engine.stimuli import TaskFailed, TaskSubmitted, TaskSucceeded


def invoke(clients: Clients, task: InvokeTask) -> Answer:
    request = _request(task)
    try:
        answer = clients.local_functions.invoke(request)
    except OSError as error:
        return _unreachable(task, error)
    if answer is None:
        return _invoke_by_boto3(clients, task, request)
    return _answered(task, answer, answer["Payload"].decode())


def begin(clients: Clients, task: InvokeTask) -> Answer | PendingCall | None:
    """As `invoke`, without waiting; None where boto3 has to be asked, or the host has no room now."""
    try:
        call = clients.local_functions.begin(_request(task))
    except TimeoutError:
        return None
    except OSError as error:
        return _unreachable(task, error)
    return PendingFunction(clients.local_functions, task, call) if call else None


@dataclass(frozen=True, slots=True)
class PendingFunction:
    functions: LocalFunctions
    task: InvokeTask
    call: LocalCall

    @property
    def fileno(self) -> int:
        return self.call.connection.fileno()

    def is_whole(self) -> bool:
        return self.call.is_whole()

    def answer(self) -> Answer | None:
        try:
            answer = self.functions.end(self.call)
        except OSError as error:
            return _unreachable(self.task, error)
        return _answered(self.task, answer, answer["Payload"].decode()) if answer else None

    def close(self) -> None:
        self.call.connection.close()


def _request(task: InvokeTask) -> dict[str, Any]:
    """The members of Lambda's Invoke."""
    if is_function_arn(task.resource):
        return {"FunctionName": task.resource, "Payload": task.parameters.encode()}
    parameters = json.loads(task.parameters)
    request = {name: value for name, value in parameters.items() if name != "Payload"}
    if "Payload" in parameters:
        request["Payload"] = json.dumps(parameters["Payload"], separators=(",", ":")).encode()
    return request


def _unreachable(task: InvokeTask, error: OSError) -> TaskFailed:
    return failed_call(task.task_id, optimised_naming("lambda"), HTTPClientError(error=error), None)


def _invoke_by_boto3(clients: Clients, task: InvokeTask, request: dict[str, Any]) -> Answer:
    client = clients.client("lambda", task.region)
    try:
        answer = client.invoke(**request)
        payload = answer["Payload"].read().decode()
    except (ClientError, BotoCoreError) as error:
        operation = client.meta.service_model.operation_model("Invoke")
        return failed_call(task.task_id, optimised_naming("lambda"), error, operation)
    return _answered(task, answer, payload)


def _answered(task: InvokeTask, answer: dict[str, Any], payload: str) -> Answer:
    if answer.get("FunctionError"):
        return function_failed(task.task_id, payload)
    output = (payload or "null") if is_function_arn(task.resource) else envelope(answer, payload)
    if task.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        return TaskSubmitted(task.task_id, output)
    return TaskSucceeded(task.task_id, output)


def function_failed(task_id: int, payload: str) -> TaskFailed:
    """`payload` is Lambda's JSON of `errorType`, `errorMessage` and so on; no type is `Lambda.Unknown`."""
    try:
        described = json.loads(payload)
    except ValueError:
        described = {}
    error = described.get("errorType") if isinstance(described, dict) else None
    return TaskFailed(task_id, error or "Lambda.Unknown", payload)


def envelope(answer: dict[str, Any], payload: str) -> str:
    return json.dumps(
        {
            "ExecutedVersion": answer.get("ExecutedVersion", "$LATEST"),
            "Payload": json.loads(payload) if payload else None,
            "StatusCode": answer.get("StatusCode", 200),
        }
        | http_metadata(answer),
        separators=(",", ":"),
    )
