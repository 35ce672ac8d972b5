"""Every event that messaging publishes, made from the rows that it is about.

What is said here is all that other services learn: no text, and nobody's phone or e-mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas.messaging import events as models

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Delivery, Message
    from schemas.messaging.events.envelope import MessageData
    from schemas.messaging.events.messages import (
        LoadAssigned,
        MessageDelivered,
        MessageMoved,
        MessageOutcomeUnknown,
        MessagePlanned,
        MessageSent,
    )

ENDED = {
    "SKIPPED": "MessageSkipped",
    "SUPPRESSED": "MessageSuppressed",
    "CANCELLED": "MessageCancelled",
    "ESCALATED": "MessageEscalated",
    "FAILED": "MessageFailed",
    "UNKNOWN": "MessageLost",
}
"""The event of each end that has a reason; DELIVERED and REPLIED are said by the receipt and the reply."""


def message_planned(message: Message) -> MessagePlanned:
    return models.messages.MessagePlanned(**_which(message), due_at=message.due_at)


def load_assigned(message: Message) -> LoadAssigned:
    given: dict[str, Any] = {"assignee": message.recipient.name, "rule": message.rule}
    return models.messages.LoadAssigned(**_which(message), **given)


def message_moved(message: Message, due_at: datetime, reason: str) -> MessageMoved:
    return models.messages.MessageMoved(**_which(message), due_at=due_at, reason=reason)


def message_sent(message: Message, delivery: Delivery) -> MessageSent:
    return models.messages.MessageSent(**_send(message, delivery))


def outcome_unknown(message: Message, delivery: Delivery) -> MessageOutcomeUnknown:
    return models.messages.MessageOutcomeUnknown(**_send(message, delivery))


def message_delivered(message: Message, delivery: Delivery) -> MessageDelivered:
    return models.messages.MessageDelivered(**_send(message, delivery))


def message_ended(message: Message, status: str, reason: str | None) -> tuple[MessageData, ...]:
    """The event of an end, if that end is said by the run rather than by what caused it."""
    name = ENDED.get(status)
    if name is None:
        return ()
    ended = getattr(models.messages, name)
    return (ended(**_which(message), reason=reason or status.lower()),)


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
