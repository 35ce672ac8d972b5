"""Events of what contacts write: replies with their intent, opt-outs, and who holds a thread."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.common import Cents, Instant
from schemas.messaging.events.envelope import EventData
from schemas.messaging.statuses import Channel

Confidence = Annotated[float, Field(ge=0, le=1)]


class ThreadData(EventData):
    """Which thread."""

    thread_id: UUID
    channel: Channel


class ReplyReceived(ThreadData):
    """A contact wrote. `subject_id` is what the answered message was about, such as an offer's id.

    `amount` is in cents, of a counter; `at` is the time that an ETA names.
    """

    text_id: UUID
    message_id: UUID | None = None
    subject_id: str | None = None
    intent: str
    confidence: Confidence
    amount: Cents | None = None
    at: Instant | None = None


class OptedOut(ThreadData):
    """A contact wants no more messages."""

    scope: str


class OptedIn(ThreadData):
    """A contact wants messages again."""

    scope: str


class ThreadHeld(ThreadData):
    """A person took a thread over: automation is mute on it."""

    held_by: str


class ThreadHandedBack(ThreadData):
    """Automation may go on."""

    handed_back_by: str


class ThreadNeedsHuman(ThreadData):
    """What a contact wrote is not understood, or asks for a person."""

    text_id: UUID
    cause: Literal["unknown", "question", "call_me", "several_loads", "unasked_price"]
