"""What SNS's topics leave in messaging's queues, as AWS documents it: texts and receipts."""

import json
from datetime import datetime
from typing import Any

from lambdas.messaging.providers.port import Outgoing
from lambdas.messaging.receipts import Outcome
from tests.lambdas.messaging.surroundings import DRIVER, ORIGIN

TEXT_EVENTS = {"DELIVERED": "TEXT_DELIVERED", "FAILED": "TEXT_UNREACHABLE", "SENT": "TEXT_SENT"}
EMAIL_EVENTS = {"DELIVERED": "Delivery", "FAILED": "Bounce", "SENT": "Send"}


def notification(name: str, message: dict[str, Any]) -> str:
    return json.dumps({"MessageId": name, "TopicArn": "arn:aws:sns:r:1:t", "Message": json.dumps(message)})


def a_text(body: str, text_id: str = "t1", sender: str = DRIVER, answers: str | None = None) -> str:
    """Somebody writes to our number; `answers` is the provider's id of what was sent last."""
    told = {
        "originationNumber": sender,
        "destinationNumber": ORIGIN,
        "messageBody": body,
        "inboundMessageId": text_id,
        "previousPublishedMessageId": answers,
    }
    return notification(text_id, told)


def a_receipt(
    sent: Outgoing, provider_message_id: str, outcome: Outcome, at: datetime, *, final: bool = True
) -> str:
    """What became of a send, by the provider of its channel."""
    if "@" not in sent.address:
        event = {
            "eventType": TEXT_EVENTS[outcome],
            "eventTimestamp": int(at.timestamp() * 1000),
            "isFinal": final,
            "messageId": provider_message_id,
            "context": sent.context,
        }
    else:
        kind = EMAIL_EVENTS[outcome]
        tags = {name: [value] for name, value in sent.context.items()}
        mail = {"messageId": provider_message_id, "timestamp": at.isoformat(), "tags": tags}
        event = {"eventType": kind, "mail": mail, kind.lower(): {"timestamp": at.isoformat()}}
    return notification(f"{provider_message_id}/{outcome}", event)


def a_complaint(sent: Outgoing, provider_message_id: str, at: datetime) -> str:
    """Who was sent an e-mail reports it as unwanted."""
    tags = {name: [value] for name, value in sent.context.items()}
    mail = {"messageId": provider_message_id, "timestamp": at.isoformat(), "tags": tags}
    complaint = {"feedbackId": "f1", "timestamp": at.isoformat(), "complaintFeedbackType": "abuse"}
    return notification("f1", {"eventType": "Complaint", "mail": mail, "complaint": complaint})
