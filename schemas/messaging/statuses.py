"""The states a message, a delivery and a text of a thread can be in (the lifecycle of the domain)."""

from typing import Literal, get_args

MessageStatus = Literal[
    "PLANNED",
    "SENDING",
    "PROVIDER_ACCEPTED",
    "SEND_OUTCOME_UNKNOWN",
    "AWAITING_REPLY",
    "DELIVERED",
    "REPLIED",
    "SKIPPED",
    "SUPPRESSED",
    "CANCELLED",
    "ESCALATED",
    "FAILED",
    "UNKNOWN",
]
MessageEnd = Literal[
    "DELIVERED", "REPLIED", "SKIPPED", "SUPPRESSED", "CANCELLED", "ESCALATED", "FAILED", "UNKNOWN"
]
DeliveryStatus = Literal["CLAIMED", "QUEUED", "PENDING", "SENT", "DELIVERED", "FAILED", "UNKNOWN"]
Channel = Literal["sms", "email", "voice"]
Role = Literal["driver", "dispatcher", "carrier", "contact", "desk"]
Author = Literal["automation", "human", "contact"]
Direction = Literal["out", "in"]
Guarantee = Literal["at_most_once", "at_least_once"]
Milestone = Literal["arrived", "departed", "delivered", "pod_received"]

MESSAGE_STATUSES: tuple[str, ...] = get_args(MessageStatus)
MESSAGE_ENDS: tuple[str, ...] = get_args(MessageEnd)
DELIVERY_STATUSES: tuple[str, ...] = get_args(DeliveryStatus)
CHANNELS: tuple[str, ...] = get_args(Channel)
AUTHORS: tuple[str, ...] = get_args(Author)
DIRECTIONS: tuple[str, ...] = get_args(Direction)
