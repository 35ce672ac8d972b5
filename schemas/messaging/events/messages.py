"""Events of a message's life, from its plan to one of its ends."""

from uuid import UUID

from schemas.common import Count, Instant, Name
from schemas.messaging.events.envelope import MessageData
from schemas.messaging.statuses import Channel


class MessagePlanned(MessageData):
    """It will go out when it is due."""

    due_at: Instant


class MessageMoved(MessageData):
    """It is due at another time: its anchor moved, a person moved it, or it may not go out yet."""

    due_at: Instant
    reason: str


class LoadAssigned(MessageData):
    """A rule gave the load to a desk: `assignee` is the name of a person or a team of the workspace."""

    assignee: Name
    rule: str | None = None


class DeliveryData(MessageData):
    """Which send of the message."""

    delivery_id: UUID
    number: Count
    channel: Channel


class MessageSent(DeliveryData):
    """The provider took it."""


class MessageOutcomeUnknown(DeliveryData):
    """Whether the provider took it is not known: it is not sent again before the receipt wait is over."""


class MessageDelivered(DeliveryData):
    """The provider says that it arrived."""


class EndData(MessageData):
    """Why the message ended, in a word that stays the same, such as `load_cancelled`."""

    reason: str


class MessageFailed(EndData):
    """It cannot be delivered on any channel."""


class MessageSkipped(EndData):
    """It was needless when it was due."""


class MessageSuppressed(EndData):
    """It must not be sent: opted out, no consent, no number that takes it."""


class MessageCancelled(EndData):
    """Somebody, or a change of the load, called it off."""


class MessageEscalated(EndData):
    """Nobody answered on any channel: a person takes over."""


class MessageLost(EndData):
    """No receipt came in time; nobody will know."""
