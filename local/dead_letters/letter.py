"""A dead letter: what was not consumed, and why, as far as anybody told."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

UNTOLD = "no reason was kept: the function died or timed out; its log has the message's id"
BY_AWS = "ERROR_CODE", "ERROR_MESSAGE"
"""What EventBridge says of an event that it could not put into the queue."""


@dataclass(frozen=True)
class DeadLetter:
    """`about`: the detail-type of an event or the topic of a notification; `receipt` holds it while read."""

    letter_id: str
    queue: str
    at: datetime
    error: str
    reason: str
    about: str
    body: str
    receipt: str


def letter_of(queue: str, message: dict[str, Any]) -> DeadLetter:
    """From SQS's answer to ReceiveMessage."""
    told = {
        name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()
    }
    sent_at = datetime.fromtimestamp(int(message["Attributes"]["SentTimestamp"]) / 1000, UTC)
    return DeadLetter(
        letter_id=message["MessageId"],
        queue=queue,
        at=datetime.fromisoformat(told["FailedAt"]) if "FailedAt" in told else sent_at,
        error=told.get("Error") or told.get(BY_AWS[0]) or "-",
        reason=told.get("Reason") or told.get(BY_AWS[1]) or UNTOLD,
        about=_about(message["Body"]),
        body=message["Body"],
        receipt=message["ReceiptHandle"],
    )


def _about(body: str) -> str:
    """What the body says of itself, if it can be read."""
    try:
        said = json.loads(body)
    except ValueError:
        return "not JSON"
    if not isinstance(said, dict):
        return "no object"
    topic = str(said.get("TopicArn", "-")).rsplit(":", 1)[-1]
    return str(said.get("detail-type", topic))
