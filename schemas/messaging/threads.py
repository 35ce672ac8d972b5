"""GET /v1/threads…: a conversation with one contact, as it happened, and how a person takes part."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from schemas.common import FrozenModel, Instant, Text
from schemas.messaging.statuses import Author, Channel, Direction


class WriteText(FrozenModel):
    """POST /v1/threads/{thread_id}/texts: a person writes; automation is held until it is handed back."""

    text: Annotated[Text, Field(min_length=1, max_length=1_600)]


class HandBack(FrozenModel):
    """POST /v1/threads/{thread_id}/hand-back: let automation go on."""


class TextView(FrozenModel):
    """One text of a thread; `intent` is what was read out of an answer."""

    text_id: UUID
    direction: Direction
    author: Author
    channel: Channel
    body: str
    message_id: UUID | None = None
    intent: dict[str, Any] | None = None
    at: Instant


class ThreadView(FrozenModel):
    """A thread; `held_by` is the person who took it over."""

    thread_id: UUID
    channel: Channel
    address: str
    load_id: UUID | None = None
    held_by: str | None = None
    held_at: Instant | None = None
    last_at: Instant
    texts: tuple[TextView, ...] = ()


class ThreadList(FrozenModel):
    """GET /v1/threads?load_id=…: the latest first, without their texts."""

    threads: tuple[ThreadView, ...]
