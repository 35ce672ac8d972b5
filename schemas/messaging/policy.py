"""A workspace's rules of messaging: who it is, where it sends from, and how fast."""

from typing import Annotated

from pydantic import Field, Strict

from schemas.common import E164, Email, FrozenModel, Name, Seconds, ZoneName

MINUTE = 60


class MessagingPolicy(FrozenModel):
    """Body of PUT /v1/messaging/policy. Without an origin of its own a workspace uses the platform's."""

    company: Name = "Your broker"
    sms_origin: E164 | None = None
    email_origin: Email | None = None
    time_zone: ZoneName = "America/Chicago"
    sends_per_minute: Annotated[int, Strict(), Field(ge=1, le=6_000)] = 60
    hold_seconds: Seconds = 15 * MINUTE
