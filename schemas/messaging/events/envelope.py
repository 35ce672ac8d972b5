"""What every event of messaging says: which message, if it is about one, and for which load."""

from uuid import UUID

from schemas.envelope import EventData as AnyEventData

SOURCE = "chain.messaging"


class EventData(AnyEventData):
    """What an event of messaging says."""

    load_id: UUID | None = None


class MessageData(EventData):
    """Which message. No event holds a text, a phone or an e-mail address."""

    message_id: UUID
    template: str
    subject_id: str | None = None
