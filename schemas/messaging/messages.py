"""Bodies of the messages' routes, and what is read back of a message."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from schemas.common import (
    E164,
    Count,
    FrozenModel,
    Identifier,
    Instant,
    Text,
)
from schemas.messaging.handling import Handling
from schemas.messaging.recipients import Language, Recipient, TemplateName, Variables
from schemas.messaging.statuses import Channel, DeliveryStatus, MessageStatus

Reason = Annotated[Text, Field(min_length=1)]


class PlanMessage(FrozenModel):
    """POST /v1/messages: plan a message from a template. Without `due_at` it goes out at once."""

    template: TemplateName
    recipient: Recipient
    load_id: UUID | None = None
    stop: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    subject_id: Identifier | None = None
    variables: Variables = Field(default_factory=dict)
    due_at: Instant | None = None

    @model_validator(mode="after")
    def _goes_to_somebody_outside(self) -> Self:
        if self.recipient.role == "desk":
            message = "a message goes to a phone or a mailbox; loads are given to desks by rules"
            raise ValueError(message)
        return self


class MoveMessage(FrozenModel):
    """POST /v1/messages/{message_id}/move."""

    due_at: Instant


class CancelMessage(FrozenModel):
    """POST /v1/messages/{message_id}/cancel."""

    reason: Reason


class PreviewMessage(FrozenModel):
    """POST /v1/messages/preview: what a template would say, in how many parts, and at what price."""

    template: TemplateName
    language: Language = "en"
    load_id: UUID | None = None
    phone: E164 | None = None
    variables: Variables = Field(default_factory=dict)


class Preview(FrozenModel):
    """`cost_micros` are millionths of a unit of `currency`; absent where no price is known."""

    subject: str | None
    text: str
    encoding: str
    units: Count
    parts: tuple[str, ...]
    cost_micros: Count | None = None
    currency: str | None = None


class DeliveryView(FrozenModel):
    """One send of a message on one channel, and what became of it."""

    delivery_id: UUID
    number: Count
    channel: Channel
    address: str
    status: DeliveryStatus
    provider_message_id: str | None = None
    error: str | None = None
    parts: Count | None = None
    claimed_at: Instant
    settled_at: Instant | None = None


class MessageView(FrozenModel):
    """GET /v1/messages/{message_id} for staff; `reason` says why it was skipped, suppressed or failed."""

    message_id: UUID
    status: MessageStatus
    reason: str | None = None
    load_id: UUID | None = None
    thread_id: UUID | None = None
    rule: str | None = None
    subject_id: str | None = None
    template: str
    template_version: Count
    recipient: Recipient
    handling: Handling
    subject: str | None = None
    text: str
    due_at: Instant
    deliveries: tuple[DeliveryView, ...] = ()
    created_at: Instant
    updated_at: Instant


class MessageList(FrozenModel):
    """GET /v1/messages: the newest first."""

    messages: tuple[MessageView, ...]
