"""Events of a load's life outside of its offers: received, cancelled, delivered, ready to invoice."""

from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.common import Count, Instant, Money, Version


class LoadReceived(EventData):
    """A load's source wrote it for the first time, or changed it."""

    external_id: str
    source_version: Version
    terms_version: Count


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
