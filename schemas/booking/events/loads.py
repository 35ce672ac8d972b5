"""Events of a load's life outside of its offers: received, cancelled, delivered, ready to invoice."""

from typing import Literal
from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.common import Count, FrozenModel, Instant, Money, Version


class EventStop(FrozenModel):
    """A stop as other services need it: where it is, and when it takes the truck."""

    sequence: Count
    type: Literal["pickup", "delivery"]
    facility: str | None = None
    address: str | None = None
    city: str
    state: str
    time_zone: str
    start: Instant
    end: Instant


class LoadReceived(EventData):
    """A load's source wrote it for the first time, or changed it: the whole load as it is now."""

    external_id: str
    source_version: Version
    terms_version: Count
    load_number: str | None = None
    equipment: str | None = None
    commodity: str | None = None
    distance_miles: Count | None = None
    references: tuple[str, ...] = ()
    stops: tuple[EventStop, ...] = ()


class LoadCancelled(EventData):
    """The load will not be hauled; `tonu_fee` is owed to the carrier when it was too late."""

    attempt: Count
    reason: str
    booking_id: UUID | None = None
    tonu_fee: Money | None = None


class LoadDelivered(EventData):
    """The last delivery is done (published by tracking with source `chain.tracking`)."""

    booking_id: UUID
    delivered_at: Instant


class PodReceived(EventData):
    """The proof of delivery is accepted (published by tracking with source `chain.tracking`)."""

    booking_id: UUID
    document_key: str
    received_at: Instant


class PodChased(EventData):
    """The proof of delivery is late and was asked for, `round` counting from 1."""

    booking_id: UUID
    round: Count


class LoadReadyToInvoice(EventData):
    """Delivered, documents accepted."""

    booking_id: UUID
