"""What AWS tells of sends: events of End User Messaging SMS and of SES, read into receipts and complaints.

SMS: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
SES: https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lambdas.messaging.actions.complaints import Complained
from lambdas.messaging.actions.receipts import Reported
from lambdas.messaging.errors import ReportUnreadable
from lambdas.messaging.receipts import Outcome, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping

SMS_OUTCOMES: Mapping[str, Outcome] = {
    "TEXT_QUEUED": "QUEUED",
    "TEXT_PENDING": "PENDING",
    "TEXT_SENT": "SENT",
    "TEXT_SUCCESSFUL": "SENT",
    "TEXT_DELIVERED": "DELIVERED",
    "TEXT_INVALID": "FAILED",
    "TEXT_INVALID_MESSAGE": "FAILED",
    "TEXT_UNREACHABLE": "FAILED",
    "TEXT_CARRIER_UNREACHABLE": "FAILED",
    "TEXT_BLOCKED": "FAILED",
    "TEXT_CARRIER_BLOCKED": "FAILED",
    "TEXT_PROTECT_BLOCKED": "FAILED",
    "TEXT_SPAM": "FAILED",
    "TEXT_TTL_EXPIRED": "FAILED",
    "TEXT_UNKNOWN": "UNKNOWN",
}
EMAIL_OUTCOMES: Mapping[str, Outcome] = {
    "Send": "SENT",
    "DeliveryDelay": "PENDING",
    "Delivery": "DELIVERED",
    "Bounce": "FAILED",
    "Reject": "FAILED",
    "Rendering Failure": "FAILED",
}
PASSING_BOUNCE = "Transient"
NO_COMPLAINT = "not-spam"
NOT_SENT = "OnAccountSuppressionList"
"""SES did not send the e-mail, because its recipient had complained before."""


def reported(message: str) -> Reported | Complained | None:
    """What an event tells; None for one that tells nothing of a send, such as an opened e-mail.

    Raises ReportUnreadable.
    """
    try:
        event = json.loads(message)
        return _sms(event) if "messageId" in event else _email(event)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportUnreadable(type(error).__name__) from error


def _sms(event: Mapping[str, Any]) -> Reported | None:
    outcome = SMS_OUTCOMES.get(event["eventType"])
    if outcome is None:
        return None
    at = datetime.fromtimestamp(event["eventTimestamp"] / 1000, UTC)
    error = event["eventType"].removeprefix("TEXT_").lower() if outcome == "FAILED" else None
    receipt = Receipt(outcome, at, bool(event.get("isFinal")), error)
    name = f"{event['messageId']}/{event['eventType']}/{event['eventTimestamp']}"
    return Reported(name, event["messageId"], receipt, _delivery_id(event.get("context") or {}))


def _email(event: Mapping[str, Any]) -> Reported | Complained | None:
    kind, mail = event["eventType"], event["mail"]
    if kind == "Complaint":
        return _complaint(event["complaint"], mail)
    outcome = EMAIL_OUTCOMES.get(kind)
    if outcome is None:
        return None
    detail = event.get(kind.lower()) or {}
    moment = detail.get("timestamp") or mail["timestamp"]
    passing = detail.get("bounceType") == PASSING_BOUNCE
    error = detail.get("bounceType", kind).lower() if outcome == "FAILED" else None
    final = outcome in ("DELIVERED", "FAILED") and not passing
    receipt = Receipt(outcome, datetime.fromisoformat(moment), final, error)
    return Reported(f"{mail['messageId']}/{kind}/{moment}", mail["messageId"], receipt, _tagged(mail))


def _complaint(complaint: Mapping[str, Any], mail: Mapping[str, Any]) -> Reported | Complained | None:
    """By its feedback type (RFC 5965 section 7.3), where the recipient's provider gives one."""
    moment, feedback = complaint["timestamp"], complaint.get("complaintFeedbackType") or "unspecified"
    at = datetime.fromisoformat(moment)
    if complaint.get("complaintSubType") == NOT_SENT:
        receipt = Receipt("FAILED", at, is_final=True, error="suppressed")
        return Reported(f"{mail['messageId']}/Complaint/{moment}", mail["messageId"], receipt, _tagged(mail))
    if feedback == NO_COMPLAINT:
        return None
    return Complained(complaint["feedbackId"], mail["messageId"], at, feedback, _tagged(mail))


def _tagged(mail: Mapping[str, Any]) -> UUID | None:
    return _delivery_id({name: values[0] for name, values in (mail.get("tags") or {}).items()})


def _delivery_id(context: Mapping[str, str]) -> UUID | None:
    given = context.get("delivery_id")
    return None if given is None else UUID(given)
