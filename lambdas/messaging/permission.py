"""May a message go out now, on this channel? Consent, a person's hold, quiet hours, the origin's pace."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.messaging import quiet_hours
from lambdas.messaging.consent import MARKETING, may_confirm, refusal
from lambdas.messaging.moves import Leave, Move, Send, seconds_until
from lambdas.messaging.quiet_hours import Place

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Message, Snapshot
    from schemas.messaging.statuses import Channel

ANSWER = "answer"
PACE_PAUSE = timedelta(seconds=5)
LONGEST_HOLD = timedelta(days=7)
"""No message waits longer for a thread to be handed back: its run must not outgrow its history."""


def permission(snapshot: Snapshot, channel: Channel, now: datetime, *, follow_up: bool = False) -> Move:
    """Send, or why not: never (SUPPRESSED, SKIPPED), or not yet (PLANNED for later)."""
    message = snapshot.message
    address = address_of(message, channel)
    refused = _refused(snapshot, now)
    if refused is not None:
        return Leave("SUPPRESSED", "SUPPRESSED", refused)
    automatic = message.author == "automation" and message.handling.scope != ANSWER
    if snapshot.held_by is not None and automatic:
        return _held(snapshot, now)
    awake = _awake(snapshot, channel, now)
    if awake.at > now:
        return later(awake.at, now, "quiet_hours")
    if snapshot.recent_sends >= snapshot.policy.sends_per_minute:
        return later(now + PACE_PAUSE, now, "pace")
    return Send(channel, address, follow_up, awake.override)


def _awake(snapshot: Snapshot, channel: Channel, now: datetime) -> quiet_hours.Permission:
    """When the recipient may be woken: an e-mail wakes nobody, a person's text is their own affair."""
    message = snapshot.message
    if channel != "sms":
        return quiet_hours.Permission(now)
    written = "written by a person" if message.author == "human" else None
    return quiet_hours.permission(
        now,
        places_of_recipient(snapshot),
        solicitation=message.handling.scope == MARKETING,
        override=message.handling.quiet_hours_override or written,
    )


def places_of_recipient(snapshot: Snapshot) -> tuple[Place, ...]:
    """Where it is known to be, else at the load's current stop if it drives that, else by its number."""
    recipient = snapshot.message.recipient
    if recipient.time_zone is not None:
        return (Place(recipient.time_zone, quiet_hours.state_of(address_of(snapshot.message, "sms"))),)
    stop = _current_stop(snapshot) if recipient.role == "driver" else None
    return quiet_hours.places_of(address_of(snapshot.message, "sms"), stop)


def _current_stop(snapshot: Snapshot) -> Place | None:
    """The first stop that was not departed from, where the load is or is going."""
    ahead = [stop for stop in (snapshot.load or {}).get("stops", ()) if not stop.get("departed_at")]
    return Place(ahead[0]["time_zone"], ahead[0].get("state")) if ahead else None


def _refused(snapshot: Snapshot, now: datetime) -> str | None:
    """Consent counts for all but the answers that the law asks for, and these come in time or not at all."""
    message = snapshot.message
    if message.handling.scope != ANSWER:
        return refusal(snapshot.consents, message.handling.scope)
    if message.template != "opt_out_confirmation":
        return None
    revoked = [entry.at for entry in snapshot.consents if entry.kind == "revoked"]
    return None if revoked and may_confirm(max(revoked), now) else "too_late_to_confirm"


def _held(snapshot: Snapshot, now: datetime) -> Move:
    """A person talks with the recipient: automation is mute until they hand the thread back, or for good."""
    forgotten = snapshot.held_at is not None and now - snapshot.held_at > LONGEST_HOLD
    if snapshot.message.handling.when_held == "skip" or forgotten:
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
