"""Dead letters on the emulator's own queues: written by the handler, read and given again by the command."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from lambdas.shared.queues import BusEvent, queue_handler
from lambdas.shared.wiring import Dependencies, use
from local.dead_letters.letter import UNTOLD
from local.dead_letters.queues import DeadLetters
from tests.conftest import Emulator
from tests.lambdas.shared.builders import NOW, dependencies


class Post:
    """A queue with dead letters, and a consumer that refuses all."""

    def __init__(self, emulator: Emulator) -> None:
        self.sqs = emulator.client("sqs")
        self.name = f"chain-messaging-{uuid4().hex[:8]}"
        self.dead_url = self.sqs.create_queue(QueueName=f"{self.name}-dead-letters")["QueueUrl"]
        self.arn = f"arn:aws:sqs:us-east-1:000000000000:{self.name}"
        policy = {"deadLetterTargetArn": f"{self.arn}-dead-letters", "maxReceiveCount": 1}
        self.url = self.sqs.create_queue(
            QueueName=self.name, Attributes={"RedrivePolicy": json.dumps(policy)}
        )["QueueUrl"]

    def send(self, detail_type: str) -> None:
        metadata = {"id": str(uuid4()), "occurred_at": NOW.isoformat(), "workspace_id": "acme"}
        detail = {"metadata": metadata | {"correlation_id": "c"}, "data": {}}
        body = {"source": "chain.booking", "detail-type": detail_type, "detail": detail}
        self.sqs.send_message(QueueUrl=self.url, MessageBody=json.dumps(body))

    def consume(self) -> list[str]:
        """As Lambda's poller: one batch, of which what did not fail is deleted; the detail-types."""
        found = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=10, AttributeNames=["ApproximateReceiveCount"]
        ).get("Messages", [])
        with use(dependencies(SimpleNamespace(sqs=self.sqs))):
            queue_handler(refuse)({"Records": [self._record(message) for message in found]}, None)
        for message in found:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return sorted(json.loads(message["Body"])["detail-type"] for message in found)

    def _record(self, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "body": message["Body"],
            "attributes": message["Attributes"],
            "eventSourceARN": self.arn,
        }


def refuse(event: BusEvent, _dependencies: Dependencies) -> None:
    raise ValueError(f"{event.detail_type} cannot be read: send it again.")


@pytest.fixture
def post(emulator: Emulator) -> Iterator[Post]:
    post = Post(emulator)
    yield post
    post.sqs.delete_queue(QueueUrl=post.url)
    post.sqs.delete_queue(QueueUrl=post.dead_url)


def test_letters_are_listed_with_their_reason_as_often_as_one_looks(post: Post) -> None:
    # given
    post.send("LoadReceived")
    post.send("OfferSent")
    post.consume()
    dead = DeadLetters(post.sqs)

    # when
    looks = [dead.letters(post.name, post.dead_url) for _ in range(2)]

    # then
    assert dead.queues()[post.name] == post.dead_url
    for letters in looks:
        told = {(letter.about, letter.error, letter.reason) for letter in letters}
        assert told == {
            ("LoadReceived", "ValueError", "LoadReceived cannot be read: send it again."),
            ("OfferSent", "ValueError", "OfferSent cannot be read: send it again."),
        }
        assert {letter.at for letter in letters} == {NOW}


def test_letters_are_given_to_their_queue_again(post: Post) -> None:
    # given
    post.send("LoadReceived")
    post.send("OfferSent")
    post.consume()

    # when
    given = DeadLetters(post.sqs).replay(post.name, post.dead_url)

    # then
    assert len(given) == 2
    assert DeadLetters(post.sqs).letters(post.name, post.dead_url) == []
    assert post.consume() == ["LoadReceived", "OfferSent"]


def test_one_letter_alone_is_given_again(post: Post) -> None:
    # given
    post.send("LoadReceived")
    post.send("OfferSent")
    post.consume()
    dead = DeadLetters(post.sqs)
    wanted = next(one for one in dead.letters(post.name, post.dead_url) if one.about == "OfferSent")

    # when
    dead.replay(post.name, post.dead_url, wanted.letter_id)

    # then
    assert [letter.about for letter in dead.letters(post.name, post.dead_url)] == ["LoadReceived"]
    assert post.consume() == ["OfferSent"]


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("no json", "not JSON"),
        ("[]", "no object"),
        ('{"TopicArn": "arn:aws:sns:r:1:texts"}', "texts"),
        ("{}", "-"),
    ],
)
def test_a_letter_that_sqs_moved_by_itself_says_that_no_reason_was_kept(
    post: Post, body: str, about: str
) -> None:
    post.sqs.send_message(QueueUrl=post.dead_url, MessageBody=body)

    [letter] = DeadLetters(post.sqs).letters(post.name, post.dead_url)

    assert (letter.error, letter.reason, letter.about) == ("-", UNTOLD, about)


def test_what_eventbridge_could_not_deliver_tells_its_reason(post: Post) -> None:
    told = {"ERROR_CODE": "NO_PERMISSIONS", "ERROR_MESSAGE": "The queue's policy does not allow it."}
    attributes = {name: {"DataType": "String", "StringValue": text} for name, text in told.items()}
    post.sqs.send_message(QueueUrl=post.dead_url, MessageBody="{}", MessageAttributes=attributes)

    [letter] = DeadLetters(post.sqs).letters(post.name, post.dead_url)

    assert (letter.error, letter.reason) == tuple(told.values())
