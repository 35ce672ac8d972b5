"""What an answer can mean, and what was asked of whoever gives it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambdas.messaging.intents.times import StatedTime


class Intent(StrEnum):
    """`unknown` goes to a human."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
    ETA = "eta"
    ARRIVED = "arrived"
    DEPARTED = "departed"
    LOCATION = "location"
    QUESTION = "question"
    CALL_ME = "call_me"
    OPT_OUT = "opt_out"
    HELP = "help"
    START = "start"
    UNKNOWN = "unknown"


class Asked(StrEnum):
    """What the thread's last open question was about; it decides what a bare number or time means."""

    OFFER = "offer"
    ETA = "eta"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Context:
    """Where a text comes in; `offered` is our amount on the table in integer cents."""

    asked: Asked = Asked.NOTHING
    offered: int | None = None


@dataclass(frozen=True)
class Reading:
    """An intent with its confidence, 0.0 to 1.0; `amount` in integer cents, of a counter or a repeated
    offer.
    """

    intent: Intent
    confidence: float
    amount: int | None = None
    time: StatedTime | None = None
