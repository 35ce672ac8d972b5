"""Every event that messaging publishes, made from the rows that it is about.

What is said here is all that other services learn: no text, and nobody's phone or e-mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.messaging.events import messages as models

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Delivery, Message
    from schemas.messaging.events.envelope import MessageData

ENDED: dict[str, type[models.EndData]] = {
    "SKIPPED": models.MessageSkipped,
    "SUPPRESSED": models.MessageSuppressed,
    "CANCELLED": models.MessageCancelled,
    "ESCALATED": models.MessageEscalated,
    "FAILED": models.MessageFailed,
    "UNKNOWN": models.MessageLost,
}
"""The event of each end that has a reason; DELIVERED and REPLIED are said by the receipt and the reply."""


def message_planned(message: Message) -> models.MessagePlanned:
    return models.MessagePlanned(**_which(message), due_at=message.due_at)


def message_moved(message: Message, due_at: datetime, reason: str) -> models.MessageMoved:
    return models.MessageMoved(**_which(message), due_at=due_at, reason=reason)


def message_sent(message: Message, delivery: Delivery) -> models.MessageSent:
    return models.MessageSent(**_send(message, delivery))


def outcome_unknown(message: Message, delivery: Delivery) -> models.MessageOutcomeUnknown:
    return models.MessageOutcomeUnknown(**_send(message, delivery))


def message_delivered(message: Message, delivery: Delivery) -> models.MessageDelivered:
    return models.MessageDelivered(**_send(message, delivery))


def message_ended(message: Message, status: str, reason: str | None) -> tuple[MessageData, ...]:
    """The event of an end, if that end is said by the run rather than by what caused it."""
    model = ENDED.get(status)
    return () if model is None else (model(**_which(message), reason=reason or status.lower()),)


def _which(message: Message) -> dict[str, Any]:
    return {
        "load_id": message.load_id,
        "message_id": message.message_id,
        "template": message.template,
        "subject_id": message.subject_id,
    }


def _send(message: Message, delivery: Delivery) -> dict[str, Any]:
    sent = {"delivery_id": delivery.delivery_id, "number": delivery.number, "channel": delivery.channel}
    return {**_which(message), **sent}
