from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from lambdas.shared.callbacks import Failure, Sent, Success, Wait, read_token, send_answer, store_token
from lambdas.shared.errors import CallbackNotSent
from tests.lambdas.shared.builders import NOW, clients, dependencies

TABLE = "chain-booking-callbacks"
WAIT = Wait("run-1/SOURCING/2027-03-10T12:00:00Z", "token-1", "run-1", "SOURCING")


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        client = boto3.client("dynamodb")
        client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


class StepFunctions:
    """Step Functions that refuses with a code, if it is given one."""

    def __init__(self, code: str | None = None) -> None:
        self.code = code
        self.sent: list[dict[str, str]] = []

    def send_task_success(self, **sent: str) -> None:
        self._send(sent)

    def send_task_failure(self, **sent: str) -> None:
        self._send(sent)

    def _send(self, sent: dict[str, str]) -> None:
        if self.code:
            raise ClientError({"Error": {"Code": self.code, "Message": "no"}}, "SendTask")
        self.sent.append(sent)


def retried(token: str) -> Wait:
    return Wait(WAIT.wait_key, token, WAIT.run, WAIT.state)


def test_a_token_is_read_back_by_its_wait(dynamodb: Any) -> None:
    store_token(dynamodb, TABLE, WAIT, NOW)

    assert read_token(dynamodb, TABLE, WAIT.wait_key) == "token-1"
    assert read_token(dynamodb, TABLE, "another wait") is None


def test_a_token_is_purged_a_year_later(dynamodb: Any) -> None:
    store_token(dynamodb, TABLE, WAIT, NOW)

    item = dynamodb.get_item(TableName=TABLE, Key={"pk": {"S": WAIT.wait_key}})["Item"]

    assert int(item["expires"]["N"]) == int((NOW + timedelta(days=366)).timestamp())


def test_a_retried_visit_replaces_the_token(dynamodb: Any) -> None:
    store_token(dynamodb, TABLE, WAIT, NOW)

    store_token(dynamodb, TABLE, retried("token-2"), NOW + timedelta(seconds=2))

    assert read_token(dynamodb, TABLE, WAIT.wait_key) == "token-2"


def test_a_slow_first_visit_does_not_replace_the_newer_token(dynamodb: Any) -> None:
    store_token(dynamodb, TABLE, retried("token-2"), NOW + timedelta(seconds=2))

    store_token(dynamodb, TABLE, WAIT, NOW)

    assert read_token(dynamodb, TABLE, WAIT.wait_key) == "token-2"


def test_a_table_that_is_missing_is_an_error(dynamodb: Any) -> None:
    with pytest.raises(ClientError, match="ResourceNotFound"):
        store_token(dynamodb, "no-such-table", WAIT, NOW)


def test_success_and_failure_are_sent_in_step_functions_form() -> None:
    stepfunctions = StepFunctions()

    send_answer(stepfunctions, "t", Success({"offer_id": "é"}))
    send_answer(stepfunctions, "t", Failure("E" * 300, "c" * 40_000))

    assert stepfunctions.sent == [
        {"taskToken": "t", "output": '{"offer_id":"é"}'},
        {"taskToken": "t", "error": "E" * 256, "cause": "c" * 32_768},
    ]


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_a_wait_that_is_over_counts_as_answered(code: str) -> None:
    sent = send_answer(StepFunctions(code), "t", Success({}))

    assert sent is Sent.GONE
    assert sent.delivered


def test_any_other_refusal_is_sent_again_later() -> None:
    with pytest.raises(CallbackNotSent, match="ThrottlingException"):
        send_answer(StepFunctions("ThrottlingException"), "t", Success({}))


def test_a_wait_is_answered_by_its_key(dynamodb: Any) -> None:
    stepfunctions = StepFunctions()
    works_with = dependencies(clients(dynamodb=dynamodb, stepfunctions=stepfunctions))
    # An answer that comes before the token is stored stays undelivered
    assert works_with.answer_wait(WAIT.wait_key, Success({})) is Sent.NO_TOKEN
    assert not Sent.NO_TOKEN.delivered

    store_token(dynamodb, TABLE, WAIT, NOW)

    assert works_with.answer_wait(WAIT.wait_key, Success({})) is Sent.TAKEN
    assert stepfunctions.sent == [{"taskToken": "token-1", "output": "{}"}]
