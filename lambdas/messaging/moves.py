"""What a visit of SENDING can come to: send, wait for what was sent, or leave for another state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from schemas.messaging.statuses import Channel, MessageStatus


class Send(NamedTuple):
    """Claim and send on this channel; `follow_up`: the same channel was silent and is tried again."""

    channel: Channel
    address: str
    follow_up: bool = False
    quiet_hours_override: str | None = None


class Wait(NamedTuple):
    """Keep waiting for the receipt of what was sent."""


class Leave(NamedTuple):
    """The run goes on in `next`, after at most `seconds` if that waits.

    `status` is what the message becomes; `lost` are sends of which nobody will know.
    """

    next: str
    status: MessageStatus | None = None
    reason: str | None = None
    due_at: datetime | None = None
    seconds: int = 1
    lost: bool = False


Move = Send | Wait | Leave


def seconds_until(due_at: datetime, now: datetime) -> int:
    """Whole seconds, rounded up, as Step Functions takes them: 1 for what is due, at most 99,999,999."""
    left = (due_at - now) / timedelta(seconds=1)
    return min(max(-int(-left // 1), 1), 99_999_999)
