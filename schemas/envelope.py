"""The envelope of every event: `{"metadata": {…}, "data": {…}}`, the `detail` of an EventBridge entry."""

from typing import Generic, TypeVar
from uuid import UUID

from schemas.common import FrozenModel, Identifier, Instant, WorkspaceId


class EventData(FrozenModel):
    """What an event says. The class name is the event's `detail-type`."""


class Metadata(FrozenModel):
    """`id` is derived, so that a republished event is recognised as the same."""

    id: UUID
    version: int = 1
    occurred_at: Instant
    workspace_id: WorkspaceId
    correlation_id: Identifier
    causation_id: str | None = None


Data = TypeVar("Data", bound=EventData)


class Event(FrozenModel, Generic[Data]):
    """The `detail` of an event."""

    metadata: Metadata
    data: Data
