"""Lambda functions as tasks: by ARN (the payload alone) or by `lambda:invoke` (the whole envelope)."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from local.engine.commands import InvokeTask, Pattern, TaskFailed, TaskSubmitted, TaskSucceeded
from local.engine.driver.outside import Answer
from local.engine.integrations.clients import Clients
from local.engine.integrations.failures import failed_call, optimised_naming
from local.engine.integrations.shapes import http_metadata


def invoke_by_arn(clients: Clients, task: InvokeTask) -> Answer:
    return _invoke(
        clients, task, {"FunctionName": task.resource, "Payload": task.parameters.encode()}, enveloped=False
    )


def invoke_by_name(clients: Clients, task: InvokeTask) -> Answer:
    parameters = json.loads(task.parameters)
    request = {name: value for name, value in parameters.items() if name != "Payload"}
    if "Payload" in parameters:
        request["Payload"] = json.dumps(parameters["Payload"], separators=(",", ":")).encode()
    return _invoke(clients, task, request, enveloped=True)


def _invoke(clients: Clients, task: InvokeTask, request: dict[str, Any], *, enveloped: bool) -> Answer:
    try:
        answer = clients.local_functions.invoke(request)
    except OSError as error:
        return failed_call(task.task_id, optimised_naming("lambda"), HTTPClientError(error=error), None)
    if answer is None:
        return _invoke_by_boto3(clients, task, request, enveloped=enveloped)
    return _answered(task, answer, answer["Payload"].decode(), enveloped=enveloped)


def _invoke_by_boto3(
    clients: Clients, task: InvokeTask, request: dict[str, Any], *, enveloped: bool
) -> Answer:
    client = clients.client("lambda", task.region)
    try:
        answer = client.invoke(**request)
        payload = answer["Payload"].read().decode()
    except (ClientError, BotoCoreError) as error:
        operation = client.meta.service_model.operation_model("Invoke")
        return failed_call(task.task_id, optimised_naming("lambda"), error, operation)
    return _answered(task, answer, payload, enveloped=enveloped)


def _answered(task: InvokeTask, answer: dict[str, Any], payload: str, *, enveloped: bool) -> Answer:
    if answer.get("FunctionError"):
        return function_failed(task.task_id, payload)
    output = envelope(answer, payload) if enveloped else payload or "null"
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
