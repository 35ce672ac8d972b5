"""A queue in moto that Lambda polls: what fails comes again, and at last among the dead letters."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

Handler = Callable[[dict[str, Any], Any], Any]
MOST_RECEIVES = 5
"""Of each queue in each service.yaml."""


@dataclass(frozen=True)
class PolledQueue:
    sqs: Any
    arn: str
    url: str
    dead_url: str

    def send(self, body: str) -> None:
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def poll(self, handler: Handler) -> list[str]:
        """One batch, of which what did not fail is deleted; the bodies that come again."""
        found = self._messages(self.url)
        if not found:
            return []
        records = [
            {
                "messageId": message["MessageId"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSource": "aws:sqs",
                "eventSourceARN": self.arn,
            }
            for message in found
        ]
        answer = handler({"Records": records}, SimpleNamespace(aws_request_id="1"))
        failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
        for message in found:
            if message["MessageId"] not in failed:
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in found if message["MessageId"] in failed]

    def dead_letters(self) -> list[tuple[str, str]]:
        """The body of each dead letter, and the error that it tells of."""
        return [
            (message["Body"], message["MessageAttributes"]["Error"]["StringValue"])
            for message in self._messages(self.dead_url)
        ]

    def _messages(self, url: str) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
            AttributeNames=["ApproximateReceiveCount"],
            MessageAttributeNames=["All"],
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages


@contextmanager
def polled_queue(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[PolledQueue]:
    """A queue as its subscription declares it."""
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(variable, "chain")
    with mock_aws():
        sqs = boto3.client("sqs", region_name="us-east-1")
        dead_url = sqs.create_queue(QueueName=f"{name}-dead-letters")["QueueUrl"]
        dead_arn = _arn(sqs, dead_url)
        policy = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": MOST_RECEIVES})
        url = sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": policy})["QueueUrl"]
        yield PolledQueue(sqs, _arn(sqs, url), url, dead_url)


def _arn(sqs: Any, url: str) -> str:
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return str(answer["Attributes"]["QueueArn"])
