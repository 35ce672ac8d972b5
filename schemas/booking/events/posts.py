"""Events of a post: opened, exhausted, expired."""

from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.booking.statuses import PostMode
from schemas.common import Count, Instant, Money


class LoadPosted(EventData):
    """The load is offered to carriers."""

    post_id: UUID
    attempt: Count
    mode: PostMode
    target_rate: Money
    book_now_rate: Money | None = None


class SourcingExhausted(EventData):
    """Every carrier declined or was silent."""

    post_id: UUID
    attempt: Count
    reason: str


class PostExpired(EventData):
    """The latest pickup passed before a carrier was booked."""

    post_id: UUID
    attempt: Count
    latest_pickup_at: Instant
