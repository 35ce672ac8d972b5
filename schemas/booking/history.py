"""GET /v1/loads/{load_id}/events: what happened to a load, oldest first."""

from typing import Any
from uuid import UUID

from schemas.common import FrozenModel, Instant, Version


class LoadEvent(FrozenModel):
    """An event as it was, or will be, published; `delivered_at` once the bus has proved its delivery.

    `position` grows in the order in which the events were written; it is no count.
    """

    event_id: UUID
    position: Version
    detail_type: str
    detail: dict[str, Any]
    created_at: Instant
    delivered_at: Instant | None = None


class LoadEvents(FrozenModel):
    """A page of events; `next` is the `after` of the following page, absent on the last one."""

    events: tuple[LoadEvent, ...]
    next: Version | None = None
