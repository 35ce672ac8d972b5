"""The states a load, post, offer, booking and rate confirmation can be in (the lifecycle of the domain)."""

from typing import Literal, get_args

LoadStatus = Literal[
    "AVAILABLE",
    "OPENING",
    "SOURCING",
    "HELD",
    "VETTING",
    "HELD_FOR_REVIEW",
    "BOOKED",
    "RATECON_SENT",
    "CONFIRMED",
    "DISPATCHED",
    "DELIVERED",
    "POD_RECEIVED",
    "READY_TO_INVOICE",
    "CLOSED",
    "NEEDS_REVIEW",
    "RELEASED",
    "BOUNCED",
    "CANCELLED",
    "CANCELLED_TONU",
    "EXHAUSTED",
    "EXPIRED",
    "COMPENSATION_FAILED",
]
PostStatus = Literal["OPENING", "OPEN", "HELD", "BOOKED", "CLOSED", "EXHAUSTED", "EXPIRED", "CANCELLED"]
PostMode = Literal["waterfall", "sequential", "broadcast"]
OfferStatus = Literal[
    "INVITED",
    "SUBMITTED",
    "COUNTERED",
    "ACCEPTED",
    "CONFIRMED",
    "DECLINED",
    "WITHDRAWN",
    "EXPIRED",
    "SUPERSEDED",
]
BookingStatus = Literal[
    "BOOKED",
    "RATECON_SENT",
    "CONFIRMED",
    "DISPATCHED",
    "DELIVERED",
    "CLOSED",
    "VOIDED",
    "BOUNCED",
    "CANCELLED",
]
RateConfirmationStatus = Literal["SENT", "SIGNED", "REJECTED", "VOIDED"]
Party = Literal["carrier", "broker"]
VettingOutcome = Literal["PASS", "WARN", "FAIL", "UNAVAILABLE"]
ReviewDecision = Literal["approve", "release", "cancel"]

LOAD_STATUSES: tuple[str, ...] = get_args(LoadStatus)
POST_STATUSES: tuple[str, ...] = get_args(PostStatus)
POST_MODES: tuple[str, ...] = get_args(PostMode)
OFFER_STATUSES: tuple[str, ...] = get_args(OfferStatus)
BOOKING_STATUSES: tuple[str, ...] = get_args(BookingStatus)
RATE_CONFIRMATION_STATUSES: tuple[str, ...] = get_args(RateConfirmationStatus)
PARTIES: tuple[str, ...] = get_args(Party)
VETTING_OUTCOMES: tuple[str, ...] = get_args(VettingOutcome)
