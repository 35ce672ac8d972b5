"""How a message is handled: channels, replies, follow-ups, receipts, quiet hours. Part of its template."""

from typing import Annotated, Literal, Self

from pydantic import Field, Strict, StringConstraints, model_validator

from schemas.common import FrozenModel, Seconds, Text
from schemas.messaging.statuses import Channel, Guarantee, Milestone

HOUR = 3_600
DAY = 24 * HOUR
Scope = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")]


class Handling(FrozenModel):
    """`channels` in the order in which they are tried; `obsolete_after` is what makes the message needless.

    `asks` tells how a bare number in the answer is meant; silence in the end `escalates` to a person.

    `guarantee` says what becomes of a send whose outcome stays unknown once the receipt wait is over:
    at_most_once leaves it, at_least_once sends again. `quiet_hours_override` is why a message may go out at
    night: the reason is kept with each send.
    """

    channels: Annotated[tuple[Channel, ...], Field(min_length=1, max_length=3)] = ("sms",)
    scope: Scope = "operational"
    asks: Literal["nothing", "offer", "eta"] = "nothing"
    expects_reply: bool = False
    reply_seconds: Seconds = HOUR // 2
    escalates: bool = True
    follow_ups: Annotated[int, Strict(), Field(ge=0, le=5)] = 0
    receipt_seconds: Seconds = 3 * DAY
    guarantee: Guarantee = "at_most_once"
    obsolete_after: Milestone | None = "delivered"
    when_held: Literal["skip", "delay"] = "skip"
    quiet_hours_override: Annotated[Text, Field(min_length=3)] | None = None

    @model_validator(mode="after")
    def _channels_differ(self) -> Self:
        if len(set(self.channels)) != len(self.channels):
            message = "channels must not repeat"
            raise ValueError(message)
        return self

    @property
    def wait_seconds(self) -> int:
        """How long a send waits for its receipt: no longer than for a reply, where one is expected."""
        return min(self.receipt_seconds, self.reply_seconds) if self.expects_reply else self.receipt_seconds
