"""GET /v1/loads/{load_id}/events: what happened to a load, oldest first."""

from typing import Any
from uuid import UUID

from schemas.common import FrozenModel, Instant


class LoadEvent(FrozenModel):
    """An event as it was, or will be, published; `delivered_at` once the bus has proved its delivery."""

    event_id: UUID
    detail_type: str
    detail: dict[str, Any]
    created_at: Instant
    delivered_at: Instant | None = None


class LoadEvents(FrozenModel):
    events: tuple[LoadEvent, ...]
