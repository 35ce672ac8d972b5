"""What AWS tells of a text or an e-mail, in the shapes of its own events: pure, JSON in, JSON out."""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any, Literal

from local.phones.switchboard import Text

Json = dict[str, Any]
VERDICTS = ("spfVerdict", "dkimVerdict", "dmarcVerdict", "spamVerdict", "virusVerdict")
Stage = Literal["sent", "delivered", "failed"]
SMS = {
    "sent": ("TEXT_SENT", "SENT", "Message has been sent to the carrier", False),
    "delivered": ("TEXT_DELIVERED", "DELIVERED", "Message has been accepted by phone", True),
    "failed": ("TEXT_UNREACHABLE", "UNREACHABLE", "Phone is currently unreachable/unavailable", True),
}


def sms_event(stage: Stage, text: Text, context: Mapping[str, str], at: datetime) -> Json:
    """An event of AWS End User Messaging SMS, version 1.0."""
    kind, status, description, final = SMS[stage]
    return {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": int(at.timestamp() * 1000),
        "isFinal": final,
        "originationPhoneNumber": text.sender,
        "destinationPhoneNumber": text.recipient,
        "isoCountryCode": "US",
        "messageId": text.text_id,
        "messageRequestTimestamp": int(text.at.timestamp() * 1000),
        "messageEncoding": "GSM",
        "messageType": "TRANSACTIONAL",
        "messageStatus": status,
        "messageStatusDescription": description,
        "context": dict(context),
        "totalMessageParts": 1,
        "totalMessagePrice": 0.00581,
        "totalCarrierFee": 0.003,
    }


def email_event(stage: Stage, text: Text, tags: Mapping[str, str], at: datetime) -> Json:
    """An event of an SES configuration set."""
    moment = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    mail = {
        "timestamp": moment,
        "messageId": text.text_id,
        "source": text.sender,
        "destination": [text.recipient],
        "tags": {name: [value] for name, value in tags.items()},
    }
    details: dict[Stage, tuple[str, str, Json]] = {
        "sent": ("Send", "send", {}),
        "delivered": ("Delivery", "delivery", {"timestamp": moment, "recipients": [text.recipient]}),
        "failed": (
            "Bounce",
            "bounce",
            {"bounceType": "Permanent", "bounceSubType": "General", "timestamp": moment},
        ),
    }
    kind, name, detail = details[stage]
    return {"eventType": kind, "mail": mail, name: detail}


def inbound_email(text: Text, previous: str | None) -> Json:
    """What SES's receipt rule publishes by its SNS action for an e-mail that somebody writes."""
    written = EmailMessage()
    written["From"], written["To"] = text.sender, text.recipient
    written["Subject"], written["Message-ID"] = text.subject or "", f"<{text.text_id}@phones.example>"
    if previous is not None:
        written["In-Reply-To"] = f"<{previous}@email.amazonses.com>"
    written.set_content(text.body)
    passed = {name: {"status": "PASS"} for name in VERDICTS}
    return {
        "notificationType": "Received",
        "mail": {"messageId": text.text_id, "source": text.sender, "destination": [text.recipient]},
        "receipt": {"recipients": [text.recipient], "action": {"type": "SNS", "encoding": "UTF-8"}, **passed},
        "content": written.as_string(),
    }


def inbound_text(text: Text, previous: str | None) -> Json:
    """What two-way SMS publishes for a text that somebody writes."""
    told = {
        "originationNumber": text.sender,
        "destinationNumber": text.recipient,
        "messageKeyword": text.body.split(maxsplit=1)[0].upper()[:20] if text.body.strip() else "",
        "messageBody": text.body,
        "inboundMessageId": text.text_id,
    }
    return told if previous is None else {**told, "previousPublishedMessageId": previous}
