"""A failed call as Step Functions names it: `DynamoDB.ConditionalCheckFailedException` and the like."""

import re
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.engine.stimuli import TaskFailed


@dataclass(frozen=True, slots=True)
class Naming:
    """How the errors of one integration are named.

    `prefix` stands before the dot, `service` in the cause, `generic` for an error that the service's model
    does not know. Optimised integrations write their cause in the SDK's older form.
    """

    prefix: str
    service: str
    generic: str
    optimised: bool


_OPTIMISED = {
    "dynamodb": Naming("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException", optimised=True),
    "sqs": Naming("SQS", "AmazonSQS", "AmazonSQSException", optimised=True),
    "sns": Naming("SNS", "AmazonSNS", "AmazonSNSException", optimised=True),
    "events": Naming("EventBridge", "AmazonEventBridge", "AmazonEventBridgeException", optimised=True),
    "lambda": Naming("Lambda", "AWSLambda", "AWSLambdaException", optimised=True),
    "states": Naming("StepFunctions", "AWSStepFunctions", "AWSStepFunctionsException", optimised=True),
}


def optimised_naming(service: str) -> Naming:
    return _OPTIMISED[service]


def sdk_naming(service_id: str) -> Naming:
    """Named after the SDK for Java: `DynamoDB` → `DynamoDb.…`, generic `DynamoDbException`."""
    name = re.sub(r"[A-Z]{2,}", lambda capitals: capitals[0].capitalize(), service_id).replace(" ", "")
    return Naming(name, name, f"{name}Exception", optimised=False)


def failed_call(task_id: int, naming: Naming, error: Exception, operation: Any) -> TaskFailed:
    if isinstance(error, ClientError):
        return TaskFailed(
            task_id, f"{naming.prefix}.{_name(naming, error, operation)}", _cause(naming, error)
        )
    if isinstance(error, BotoCoreError):
        return TaskFailed(
            task_id, f"{naming.prefix}.SdkClientException", f"Unable to execute HTTP request: {error}"
        )
    return TaskFailed(task_id, "States.TaskFailed", f"{type(error).__name__}: {error}")


def _name(naming: Naming, error: ClientError, operation: Any) -> str:
    code = str(error.response.get("Error", {}).get("Code", ""))
    known = [
        shape.name
        for shape in operation.error_shapes
        if code in (shape.name, shape.metadata.get("error", {}).get("code"))
    ]
    if not known:
        return naming.generic
    return known[0] if known[0].endswith("Exception") else f"{known[0]}Exception"


def _cause(naming: Naming, error: ClientError) -> str:
    answer = error.response
    described, metadata = answer.get("Error", {}), answer.get("ResponseMetadata", {})
    message, code = described.get("Message", ""), described.get("Code", "")
    status, request_id = metadata.get("HTTPStatusCode", 400), metadata.get("RequestId", "")
    if naming.optimised:
        return (
            f"{message} (Service: {naming.service}; Status Code: {status}; Error Code: {code}; "
            f"Request ID: {request_id}; Proxy: null)"
        )
    return f"{message} (Service: {naming.service}, Status Code: {status}, Request ID: {request_id})"
