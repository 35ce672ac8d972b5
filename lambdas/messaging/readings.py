"""What was read out of an answer: as the thread shows it, and as events say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from lambdas.messaging.intents.intent import Intent, Reading
from lambdas.messaging.intents.times import instant_of
from schemas.messaging import events as models

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.messaging.conversation_rows import Thread
    from lambdas.messaging.snapshot import Snapshot
    from schemas.envelope import EventData

Cause = Literal["unknown", "question", "call_me", "several_loads", "unasked_price"]
FOR_A_PERSON: dict[Intent, Cause] = {
    Intent.UNKNOWN: "unknown",
    Intent.QUESTION: "question",
    Intent.CALL_ME: "call_me",
}
UTC = "UTC"


def shown_reading(
    reading: Reading, thread: Thread, at: datetime, *, asked_which: bool = False
) -> dict[str, Any]:
    """The intent with its confidence, the amount or the instant that it names; whether we ask which load."""
    stated = stated_instant(reading, thread, at)
    return {
        "intent": reading.intent.value,
        "confidence": reading.confidence,
        "amount": reading.amount,
        "at": None if stated is None else stated.isoformat(),
        **({"asked_which": True} if asked_which else {}),
    }


def stated_instant(reading: Reading, thread: Thread, at: datetime) -> datetime | None:
    """The instant that a stated time means where the load is going."""
    if reading.time is None:
        return None
    ahead = [stop for stop in thread.facts.get("stops", ()) if not stop.get("departed_at")]
    return instant_of(reading.time, at, ZoneInfo(ahead[0]["time_zone"] if ahead else UTC))


def replied_events(  # noqa: PLR0913 -- each is a fact of the reply
    reading: Reading,
    thread: Thread,
    snapshot: Snapshot | None,
    text_id: UUID,
    at: datetime,
    *,
    several_loads: bool,
) -> tuple[EventData, ...]:
    """ReplyReceived, and what follows of it: an opt-out, an opt-in, or a person who is needed.

    A price that answers no offer is for a person: nothing else takes it up.
    """
    message = None if snapshot is None else snapshot.message
    priced = reading.intent is Intent.COUNTER and (message is None or message.handling.asks != "offer")
    where: dict[str, Any] = {
        "load_id": thread.load_id,
        "thread_id": thread.thread_id,
        "channel": thread.channel,
    }
    received = models.replies.ReplyReceived(
        **where,
        text_id=text_id,
        message_id=None if message is None else message.message_id,
        subject_id=None if message is None else message.subject_id,
        intent=reading.intent.value,
        confidence=reading.confidence,
        amount=reading.amount,
        at=stated_instant(reading, thread, at),
    )
    if several_loads or priced:
        cause: Cause = "several_loads" if several_loads else "unasked_price"
        return received, models.replies.ThreadNeedsHuman(**where, text_id=text_id, cause=cause)
    return (received, *_followed(reading.intent, where, text_id))


def _followed(intent: Intent, where: dict[str, Any], text_id: UUID) -> tuple[EventData, ...]:
    if intent is Intent.OPT_OUT:
        return (models.replies.OptedOut(**where, scope="all"),)
    if intent is Intent.START:
        return (models.replies.OptedIn(**where, scope="all"),)
    if intent in FOR_A_PERSON:
        return (models.replies.ThreadNeedsHuman(**where, text_id=text_id, cause=FOR_A_PERSON[intent]),)
    return ()
