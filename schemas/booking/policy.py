"""A workspace's rules: deadlines in seconds, fees in cents. Defaults are the domain's; tests use seconds."""

from typing import Annotated

from pydantic import Field, Strict

from schemas.common import FrozenModel, Money, Seconds

HOUR = 3_600
DAY = 24 * HOUR


def _usual_tonu_fee() -> Money:
    return Money(amount=25_000, currency="USD")


class WorkspacePolicy(FrozenModel):
    """Body of PUT /v1/policy, column `policy` of workspaces and posts, and `policy` of a run's input."""

    offer_ttl_seconds: Seconds = HOUR // 2
    negotiation_round_seconds: Seconds = HOUR // 2
    negotiation_rounds: Annotated[int, Strict(), Field(ge=1, le=10)] = 3
    hold_seconds: Seconds = HOUR // 4
    rate_confirmation_reminder_seconds: Seconds = DAY
    driver_lead_seconds: Seconds = 4 * HOUR
    delivery_grace_seconds: Seconds = DAY
    pod_chase_seconds: Seconds = DAY
    review_seconds: Seconds = DAY
    review_rounds: Annotated[int, Strict(), Field(ge=1, le=30)] = 7
    book_now_wait_seconds: Annotated[int, Strict(), Field(ge=0, le=20)] = 5
    rate_confirmation_link_seconds: Seconds = 2 * DAY
    insurance_warning_days: Annotated[int, Strict(), Field(ge=0, le=365)] = 30
    tonu_notice_seconds: Seconds = DAY
    tonu_fee: Money = Field(default_factory=_usual_tonu_fee)
