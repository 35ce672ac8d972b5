"""Task tokens and answers: a wait's token is kept in DynamoDB under the wait's key, and answered once.

An answer to a wait that is over is delivered, too: the next visit of the state sees the rows.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.errors import CallbackNotSent
from lambdas.shared.json_text import json_text

GONE = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")
SUPERSEDED = "ConditionalCheckFailedException"
KEPT = timedelta(days=366)
MAXIMUM_CAUSE = 32_768
MAXIMUM_ERROR = 256


class Wait(NamedTuple):
    """A visit of a state that waits for an answer by token."""

    wait_key: str
    token: str
    run: str
    state: str


class Success(NamedTuple):
    """The wait ends well with this output."""

    output: dict[str, Any]


class Failure(NamedTuple):
    """The wait ends with an error, which the state catches by its name."""

    error: str
    cause: str


Answer = Success | Failure


class Sent(Enum):
    """What became of an answer: taken, too late, or not to be sent yet because the wait has no token."""

    TAKEN = "taken"
    GONE = "gone"
    NO_TOKEN = "no token"  # noqa: S105 - a state of an answer, not a password

    @property
    def delivered(self) -> bool:
        """Whether the answer needs no other try."""
        return self is not Sent.NO_TOKEN


def store_token(dynamodb: Any, table: str, wait: Wait, now: datetime) -> None:
    """Keep the wait's token for a year; a retried visit's newer token replaces it, never an older one."""
    item = {
        "pk": {"S": wait.wait_key},
        "token": {"S": wait.token},
        "run": {"S": wait.run},
        "state": {"S": wait.state},
        "stored_at": {"S": now.isoformat(timespec="microseconds")},
        "expires": {"N": str(int((now + KEPT).timestamp()))},
    }
    try:
        dynamodb.put_item(
            TableName=table,
            Item=item,
            ConditionExpression="attribute_not_exists(pk) OR stored_at <= :now",
            ExpressionAttributeValues={":now": item["stored_at"]},
        )
    except Exception as error:
        if aws_error_code(error) != SUPERSEDED:
            raise


def read_token(dynamodb: Any, table: str, wait_key: str) -> str | None:
    """Return the wait's token, or None before it is stored and after it is purged."""
    answer = dynamodb.get_item(TableName=table, Key={"pk": {"S": wait_key}}, ConsistentRead=True)
    item = answer.get("Item")
    return None if item is None else str(item["token"]["S"])


def send_answer(stepfunctions: Any, token: str, answer: Answer) -> Sent:
    """Answer a wait. Raises CallbackNotSent when Step Functions could not be asked."""
    try:
        _send(stepfunctions, token, answer)
    except Exception as error:
        if not is_aws_error(error):
            raise
        code = aws_error_code(error)
        if code in GONE:
            return Sent.GONE
        message = f"Step Functions did not take the answer ({code}): try again"
        raise CallbackNotSent(message) from error
    return Sent.TAKEN


def _send(stepfunctions: Any, token: str, answer: Answer) -> None:
    if isinstance(answer, Success):
        stepfunctions.send_task_success(taskToken=token, output=json_text(answer.output))
    else:
        stepfunctions.send_task_failure(
            taskToken=token, error=answer.error[:MAXIMUM_ERROR], cause=answer.cause[:MAXIMUM_CAUSE]
        )
