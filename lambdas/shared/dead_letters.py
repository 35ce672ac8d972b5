"""A record that failed its last try: among the dead letters with its reason, which SQS would not tell.

If a function dies instead of failing, SQS moves the record by itself, and the reason is in its log.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

LONGEST_REASON = 2_000
NO_TEXT = "(no text)"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that SQS takes in no message (API reference, SendMessage)."""


class Fate(NamedTuple):
    """Where a queue's records end that were received `most_receives` times."""

    dead_letters_url: str
    most_receives: int


def buried(clients: Any, record: SQSRecord, error: Exception, now: datetime) -> bool:
    """Put a record among the dead letters if this was its last try; whether it was.

    `clients` has Clients' attributes. Raises botocore's errors.
    """
    arn = record.raw_event.get("eventSourceARN")
    if arn is None:
        return False
    sqs = clients.sqs
    fate = _fate(sqs, arn)
    if fate is None or int(record.attributes.approximate_receive_count) < fate.most_receives:
        return False
    sqs.send_message(
        QueueUrl=fate.dead_letters_url,
        MessageBody=record.body,
        MessageAttributes=_attributes(record, error, now),
    )
    return True


def queue_url(sqs: Any, arn: str) -> str:
    """The URL of a queue in the account and region that the client works in."""
    _, _, _, _, account, name = arn.split(":")
    return f"{sqs.meta.endpoint_url.rstrip('/')}/{account}/{name}"


def _fate(sqs: Any, arn: str) -> Fate | None:
    answer = sqs.get_queue_attributes(QueueUrl=queue_url(sqs, arn), AttributeNames=["RedrivePolicy"])
    policy = json.loads(answer.get("Attributes", {}).get("RedrivePolicy", "null"))
    if policy is None:
        return None
    return Fate(queue_url(sqs, policy["deadLetterTargetArn"]), int(policy["maxReceiveCount"]))


def _attributes(record: SQSRecord, error: Exception, now: datetime) -> dict[str, Any]:
    told = {
        "Error": type(error).__name__,
        "Reason": FORBIDDEN.sub(" ", str(error))[:LONGEST_REASON].strip() or NO_TEXT,
        "FailedAt": now.isoformat(),
        "MessageId": record.message_id,
        "Tries": record.attributes.approximate_receive_count,
    }
    return {name: {"DataType": "String", "StringValue": value} for name, value in told.items()}
