"""Every event name of messaging and its model: for the JSON Schemas, the README and the consumers."""

from schemas.envelope import Event
from schemas.messaging.events import messages, replies
from schemas.messaging.events.envelope import EventData

MODELS: tuple[type[EventData], ...] = (
    messages.MessagePlanned,
    messages.MessageMoved,
    messages.LoadAssigned,
    messages.MessageSent,
    messages.MessageOutcomeUnknown,
    messages.MessageDelivered,
    messages.MessageFailed,
    messages.MessageSkipped,
    messages.MessageSuppressed,
    messages.MessageCancelled,
    messages.MessageEscalated,
    messages.MessageLost,
    replies.ReplyReceived,
    replies.OptedOut,
    replies.OptedIn,
    replies.ThreadHeld,
    replies.ThreadHandedBack,
    replies.ThreadNeedsHuman,
)
EVENTS: dict[str, type[EventData]] = {model.__name__: model for model in MODELS}


def envelope_of(detail_type: str) -> type[Event[EventData]]:
    """Return the model of the `detail` of events of this name; KeyError when there is no such event."""
    return Event[EVENTS[detail_type]]  # type: ignore[valid-type]  # a class chosen by its name
