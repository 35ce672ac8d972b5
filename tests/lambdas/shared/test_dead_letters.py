"""The last try of a record: it is a dead letter with its reason, and the queue forgets it."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambdas.shared.errors import RejectedError
from lambdas.shared.queues import BusEvent, queue_handler
from lambdas.shared.wiring import Dependencies, use
from tests.lambdas.shared.builders import NOW, dependencies

QUEUE = "arn:aws:sqs:us-east-1:000000000000:chain-messaging-receive-texts"
METADATA = {
    "id": "00000000-0000-4000-8000-000000000001",
    "occurred_at": NOW.isoformat(),
    "workspace_id": "acme",
    "correlation_id": "c",
}
BODY = json.dumps(
    {"source": "chain.booking", "detail-type": "LoadReceived", "detail": {"metadata": METADATA, "data": {}}}
)


class Queues:
    """SQS, with one queue that gives a record up after five tries."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.meta = SimpleNamespace(endpoint_url="http://sqs")
        self.sent: list[dict[str, Any]] = []
        self.refuses = refuses

    def get_queue_attributes(self, **_: Any) -> dict[str, Any]:
        policy = {"deadLetterTargetArn": f"{QUEUE}-dead-letters", "maxReceiveCount": 5}
        return {"Attributes": {"RedrivePolicy": json.dumps(policy)}}

    def send_message(self, **request: Any) -> None:
        if self.refuses:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "SendMessage")
        self.sent.append(request)


class LoadRefused(RejectedError):
    """What the consumer of these tests raises."""


def refuse(_event: BusEvent, _dependencies: Dependencies) -> None:
    raise LoadRefused("The load has no stops.\x00 Send it with stops.")


def consumed(queues: Queues, tries: int, **more: str) -> list[str]:
    """The ids of the records that come again, when one is received for the `tries`th time."""
    record = {
        "messageId": "m-1",
        "body": BODY,
        "attributes": {"ApproximateReceiveCount": str(tries)},
        **more,
    }
    with use(dependencies(SimpleNamespace(sqs=queues))):
        answer = queue_handler(refuse)({"Records": [record]}, None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.mark.parametrize("tries", [1, 4])
def test_a_record_with_tries_left_comes_again(tries: int) -> None:
    queues = Queues()

    assert consumed(queues, tries, eventSourceARN=QUEUE) == ["m-1"]
    assert queues.sent == []


@pytest.mark.parametrize("tries", [5, 6])
def test_the_last_try_is_a_dead_letter_with_its_reason(tries: int) -> None:
    queues = Queues()

    assert consumed(queues, tries, eventSourceARN=QUEUE) == []

    [letter] = queues.sent
    told = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert letter["QueueUrl"] == "http://sqs/000000000000/chain-messaging-receive-texts-dead-letters"
    assert letter["MessageBody"] == BODY
    assert told == {
        "Error": "LoadRefused",
        "Reason": "The load has no stops.  Send it with stops.",
        "FailedAt": NOW.isoformat(),
        "MessageId": "m-1",
        "Tries": str(tries),
    }


def test_what_sqs_does_not_take_is_left_to_the_queue() -> None:
    assert consumed(Queues(refuses=True), 5, eventSourceARN=QUEUE) == ["m-1"]


def test_an_unreadable_record_is_a_dead_letter_too() -> None:
    queues = Queues()

    assert consumed(queues, 5, eventSourceARN=QUEUE, body="not json") == []

    assert queues.sent[0]["MessageBody"] == "not json"
    assert queues.sent[0]["MessageAttributes"]["Error"]["StringValue"] == "JSONDecodeError"
