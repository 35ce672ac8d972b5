"""Any service's action through boto3: the optimised integrations and `aws-sdk:<service>:<action>`."""

import json
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, UnknownServiceError

from local.engine.commands import InvokeTask, Pattern
from local.engine.driver.outside import Answer
from local.engine.integrations.clients import Clients
from local.engine.integrations.failures import failed_call, optimised_naming, sdk_naming
from local.engine.integrations.resource import TaskResource, UnsupportedResourceError
from local.engine.integrations.shapes import (
    epoch_milliseconds,
    http_metadata,
    iso_instant,
    to_answer,
    to_request,
)
from local.engine.stimuli import TaskFailed, TaskSubmitted, TaskSucceeded

_OPTIMISED_ACTIONS = {
    "dynamodb": {"getItem", "putItem", "updateItem", "deleteItem"},
    "sqs": {"sendMessage"},
    "sns": {"publish"},
    "events": {"putEvents"},
}
_BOTO_NAMES = {
    "sfn": "stepfunctions",
    "eventbridge": "events",
    "cloudwatchlogs": "logs",
    "cloudwatchevents": "events",
    "cognitoidentityprovider": "cognito-idp",
    "cognitoidentity": "cognito-identity",
    "rdsdata": "rds-data",
    "secretsmanager": "secretsmanager",
}


def call_service(clients: Clients, task: InvokeTask, resource: TaskResource) -> Answer:
    """Raises `UnsupportedResourceError` for an action that the service does not have."""
    if not resource.aws_sdk and resource.action not in _OPTIMISED_ACTIONS.get(resource.service, ()):
        raise UnsupportedResourceError(task.resource)
    client = _client(clients, task, resource)
    operation = _operation(client, task, resource)
    naming = (
        sdk_naming(client.meta.service_model.service_id)
        if resource.aws_sdk
        else optimised_naming(resource.service)
    )
    try:
        parameters = _parameters(task, resource)
        request = to_request(parameters, operation.input_shape) if operation.input_shape else {}
        answer = getattr(client, xform_name(operation.name))(**request)
    except (ClientError, BotoCoreError) as error:
        return failed_call(task.task_id, naming, error, operation)
    return _answered(task, resource, _output(resource, operation, answer))


def _parameters(task: InvokeTask, resource: TaskResource) -> Any:
    parameters = json.loads(task.parameters)
    if (resource.service, resource.action, resource.aws_sdk) == ("events", "putEvents", False):
        return _naming_caller(parameters, task.caller)
    return parameters


def _naming_caller(parameters: Any, caller: tuple[str, ...]) -> Any:
    """Every entry names the execution and its machine (AWS, "Add EventBridge events with Step Functions")."""
    entries = parameters.get("Entries")
    if not isinstance(entries, list):
        return parameters
    return parameters | {"Entries": [_with_resources(entry, caller) for entry in entries]}


def _with_resources(entry: Any, caller: tuple[str, ...]) -> Any:
    resources = entry.get("Resources", []) if isinstance(entry, dict) else None
    if not isinstance(resources, list):
        return entry
    return entry | {"Resources": [*resources, *caller]}


def _client(clients: Clients, task: InvokeTask, resource: TaskResource) -> Any:
    name = _BOTO_NAMES.get(resource.service, resource.service) if resource.aws_sdk else resource.service
    try:
        return clients.client(name, task.region)
    except UnknownServiceError as error:
        raise UnsupportedResourceError(task.resource) from error


def _operation(client: Any, task: InvokeTask, resource: TaskResource) -> Any:
    name = resource.action[:1].upper() + resource.action[1:]
    if name not in client.meta.service_model.operation_names:
        raise UnsupportedResourceError(task.resource)
    return client.meta.service_model.operation_model(name)


def _output(resource: TaskResource, operation: Any, answer: dict[str, Any]) -> dict[str, Any]:
    date_form = iso_instant if resource.aws_sdk else epoch_milliseconds
    shape = operation.output_shape
    output: dict[str, Any] = to_answer(answer, shape, date_form) if shape else {}
    if resource.aws_sdk or resource.service == "events":
        return output
    return output | http_metadata(answer)


def _answered(task: InvokeTask, resource: TaskResource, output: dict[str, Any]) -> Answer:
    text = json.dumps(output, separators=(",", ":"))
    if resource.action == "putEvents" and not resource.aws_sdk and output.get("FailedEntryCount"):
        return TaskFailed(task.task_id, "EventBridge.FailedEntry", text)
    if task.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        return TaskSubmitted(task.task_id, text)
    return TaskSucceeded(task.task_id, text)
