"""May a message go out now, on this channel? Consent, a person's hold, quiet hours, the origin's pace."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.messaging.consent import refusal
from lambdas.messaging.moves import Leave, Move, Send, seconds_until

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Message, Snapshot
    from schemas.messaging.statuses import Channel

PACE_PAUSE = timedelta(seconds=5)


def permission(snapshot: Snapshot, channel: Channel, now: datetime, *, follow_up: bool = False) -> Move:
    """Send, or why not: never (SUPPRESSED, SKIPPED), or not yet (PLANNED for later)."""
    message = snapshot.message
    address = address_of(message, channel)
    refused = refusal(snapshot.consents, message.handling.scope)
    if refused is not None:
        return Leave("SUPPRESSED", "SUPPRESSED", refused)
    if snapshot.held_by is not None and message.author == "automation":
        return _held(snapshot, now)
    if snapshot.recent_sends >= snapshot.policy.sends_per_minute:
        return later(now + PACE_PAUSE, now, "pace")
    return Send(channel, address, follow_up)


def _held(snapshot: Snapshot, now: datetime) -> Move:
    """A person talks with the recipient: automation is mute until they hand the thread back."""
    if snapshot.message.handling.when_held == "skip":
        return Leave("SKIPPED", "SKIPPED", "held_by_human")
    return later(now + timedelta(seconds=snapshot.policy.hold_seconds), now, "held_by_human")


def later(due_at: datetime, now: datetime, reason: str) -> Leave:
    """Wait in PLANNED until then; everything is checked again."""
    return Leave("PLANNED", "PLANNED", reason, due_at, seconds_until(due_at, now))


def address_of(message: Message, channel: Channel) -> str:
    """The recipient's number or mailbox."""
    found = message.recipient.phone if channel == "sms" else message.recipient.email
    assert found is not None
    return found
