"""What SENDING does on each of its visits, decided from the rows alone.

A visit sends (the first time, a follow-up, or on the next channel), waits for what was sent before, or leads
the run elsewhere. Sends are decided on each visit anew: relevance first, then policy.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.messaging.moves import Leave, Move, Wait, seconds_until
from lambdas.messaging.permission import permission
from lambdas.messaging.relevance import needless
from lambdas.messaging.steering import objection

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.snapshot import Delivery, Message, Snapshot
    from schemas.messaging.statuses import Channel

MOST_SENDS = 12


def next_move(snapshot: Snapshot, task_key: str, now: datetime) -> Move:
    """The move of the visit `task_key`."""
    message, last = snapshot.message, snapshot.last
    if message.ended:
        return Leave(message.status)
    if message.reply_id is not None:
        return Leave("REPLIED", "REPLIED")
    if last is None:
        return _first(snapshot, now)
    if last.status == "DELIVERED":
        return _delivered(snapshot, last, now)
    if last.status == "FAILED" and last.final:
        return _next_channel(snapshot, last.error or "not_delivered", now)
    return _open(snapshot, last, task_key, now)


def _first(snapshot: Snapshot, now: datetime) -> Move:
    message = snapshot.message
    if message.due_at - now > timedelta(seconds=1):
        return Leave("PLANNED", due_at=message.due_at, seconds=seconds_until(message.due_at, now))
    if message.recipient.role == "desk":
        return _assigned(snapshot, now)
    first = reachable(message)
    if not first:
        return Leave("SUPPRESSED", "SUPPRESSED", "no_address")
    return _allowed(snapshot, first[0], now)


def _assigned(snapshot: Snapshot, now: datetime) -> Move:
    """Nobody is written to: the load is the desk's, if the rule still wants it."""
    reason = needless(snapshot) or objection(snapshot, now)
    return Leave("DELIVERED", "DELIVERED") if reason is None else Leave("SKIPPED", "SKIPPED", reason)


def _delivered(snapshot: Snapshot, last: Delivery, now: datetime) -> Move:
    """It arrived: over, or answered by silence so far."""
    message = snapshot.message
    if not message.handling.expects_reply:
        return Leave("DELIVERED", "DELIVERED")
    if message.reply_due_at is not None and now < message.reply_due_at:
        return Leave("AWAITING_REPLY", seconds=seconds_until(message.reply_due_at, now))
    return _after_silence(snapshot, last, now)


def _after_silence(snapshot: Snapshot, last: Delivery, now: datetime) -> Move:
    if snapshot.message.follow_ups < snapshot.message.handling.follow_ups:
        return _allowed(snapshot, last.channel, now, follow_up=True)
    return _next_channel(snapshot, "no_reply", now)


def _next_channel(snapshot: Snapshot, reason: str, now: datetime) -> Move:
    """The next channel that the recipient has and that was not tried, else a person or the end."""
    tried = {delivery.channel for delivery in snapshot.deliveries}
    left = [channel for channel in reachable(snapshot.message) if channel not in tried]
    if left and len(snapshot.deliveries) < MOST_SENDS:
        return _allowed(snapshot, left[0], now)
    handling = snapshot.message.handling
    if reason == "no_reply" and not handling.escalates:
        return _unanswered(snapshot, reason)
    if handling.expects_reply or "voice" in handling.channels:
        return Leave("ESCALATED", "ESCALATED", reason)
    return Leave("FAILED", "FAILED", reason)


def _unanswered(snapshot: Snapshot, reason: str) -> Move:
    """Silence is fine: it arrived, as far as any receipt says so."""
    if any(sent.status == "DELIVERED" for sent in snapshot.deliveries):
        return Leave("DELIVERED", "DELIVERED", reason)
    return Leave("UNKNOWN", "UNKNOWN", "no_receipt", lost=True)


def _open(snapshot: Snapshot, last: Delivery, task_key: str, now: datetime) -> Move:
    """Sent, and no final receipt. The receipt wait is over when it has lasted, whoever looks."""
    handling = snapshot.message.handling
    if now < last.claimed_at + timedelta(seconds=handling.wait_seconds) or last.task_key == task_key:
        return Wait()
    if last.outcome_unknown and handling.guarantee == "at_least_once":
        return _again(snapshot, last, now)
    if handling.expects_reply:
        return _after_silence(snapshot, last, now)
    return Leave("UNKNOWN", "UNKNOWN", "no_receipt", lost=True)


def _again(snapshot: Snapshot, last: Delivery, now: datetime) -> Move:
    if len(snapshot.deliveries) >= MOST_SENDS:
        return Leave("UNKNOWN", "UNKNOWN", "no_receipt", lost=True)
    return _allowed(snapshot, last.channel, now)


def _allowed(snapshot: Snapshot, channel: Channel, now: datetime, *, follow_up: bool = False) -> Move:
    reason = needless(snapshot) or objection(snapshot, now)
    if reason is not None:
        arrived = snapshot.last is not None and snapshot.last.status == "DELIVERED"
        return Leave("DELIVERED", "DELIVERED", reason) if arrived else Leave("SKIPPED", "SKIPPED", reason)
    return permission(snapshot, channel, now, follow_up=follow_up)


def reachable(message: Message) -> tuple[Channel, ...]:
    """The message's channels on which a provider reaches its recipient; no machine calls anybody."""
    has = {"sms": message.recipient.phone, "email": message.recipient.email}
    return tuple(channel for channel in message.handling.channels if has.get(channel))
