"""What every event of booking says: which load it is about."""

from uuid import UUID

from schemas.envelope import EventData as AnyEventData

SOURCE = "chain.booking"


class EventData(AnyEventData):
    """What an event of booking says."""

    load_id: UUID
