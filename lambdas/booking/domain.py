"""The rules of booking, pure: rows and a time in, an answer or a plan out.

When a wait is over stands in `settling.py`, whom a load is offered to in `sourcing.py`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from lambdas.booking.errors import AttemptOver
from lambdas.booking.snapshot import Booking, Load, Snapshot
from schemas.booking.policy import WorkspacePolicy
from schemas.common import Money

OPEN_OFFERS = frozenset({"INVITED", "SUBMITTED", "COUNTERED"})
ENDED_LOADS = frozenset({"READY_TO_INVOICE", "CLOSED", "CANCELLED", "CANCELLED_TONU", "EXHAUSTED", "EXPIRED"})
ENDING_STATES = frozenset({"CANCELLED", "EXHAUSTED", "EXPIRED"})
ENDED_BOOKINGS = frozenset({"VOIDED", "BOUNCED", "CANCELLED"})
UNCONFIRMED_BOOKINGS = frozenset({"BOOKED", "RATECON_SENT"})
DELIVERED_BOOKINGS = frozenset({"DELIVERED", "CLOSED"})
ORDERED_BOOKINGS = frozenset({"CONFIRMED", "DISPATCHED"})
EXCLUDING_ERRORS = frozenset(
    {"CarrierNotEligible", "LoadReleased", "RateConfirmationRejected", "CarrierBounced"}
)
REMINDED_VISITS = 2
CHASED_VISITS = 3

ENTERED_FROM: Mapping[str, frozenset[str]] = {
    "SOURCING": frozenset({"AVAILABLE", "OPENING", "SOURCING", "HELD", "NEEDS_REVIEW"}),
    "VETTING": frozenset({"HELD", "VETTING"}),
    "HELD_FOR_REVIEW": frozenset({"HELD", "VETTING", "HELD_FOR_REVIEW"}),
    "BOOKED": frozenset({"VETTING", "HELD_FOR_REVIEW"}),
    "RATECON_SENT": frozenset({"BOOKED", "RATECON_SENT", "NEEDS_REVIEW"}),
    "CONFIRMED": frozenset({"RATECON_SENT", "CONFIRMED", "NEEDS_REVIEW"}),
    "DISPATCHED": frozenset({"CONFIRMED", "NEEDS_REVIEW"}),
    "DELIVERED": frozenset({"DISPATCHED", "DELIVERED", "NEEDS_REVIEW"}),
    "POD_RECEIVED": frozenset({"DELIVERED", "NEEDS_REVIEW"}),
}
"""Load statuses from which a state may be entered; one not named here may be entered from any live one."""


def require_entrance(state: str, attempt: int, task_key: str, load: Load) -> None:
    """Raises AttemptOver when this visit is late: the load ended, moved to another attempt or moved on."""
    moved_on = (
        load.wait_key is not None and _same_run(load.wait_key, task_key) and load_is_later(load, task_key)
    )
    allowed = load.status in ENTERED_FROM.get(state, _live_or_ending(state, load))
    if load.attempt != attempt or moved_on or not allowed:
        raise AttemptOver(load.load_id, attempt, load.status)


def _live_or_ending(state: str, load: Load) -> frozenset[str]:
    present = frozenset({load.status})
    return present if state in ENDING_STATES else present - ENDED_LOADS


def load_is_later(load: Load, task_key: str) -> bool:
    """Whether a later visit than this one has begun to wait; both times are Step Functions' own."""
    return load.wait_key is not None and _entered_at(load.wait_key) > _entered_at(task_key)


def _same_run(one: str, other: str) -> bool:
    return one.split("/", maxsplit=1)[0] == other.split("/", maxsplit=1)[0]


def _entered_at(key: str) -> str:
    return key.split("/")[2]


def holds(snapshot: Snapshot, offer_id: UUID, now: datetime) -> bool:
    """Whether this offer holds the load, and its time is not up."""
    load = snapshot.load
    return load.held_offer_id == offer_id and load.held_until is not None and load.held_until > now


def require_booking(snapshot: Snapshot) -> Booking:
    """The load's booking. Raises AttemptOver when it has none: it was released or cancelled meanwhile."""
    if snapshot.booking is None:
        raise AttemptOver(snapshot.load.load_id, snapshot.load.attempt, snapshot.load.status)
    return snapshot.booking


def needs_revision(snapshot: Snapshot) -> bool:
    """Whether the carrier is to be sent a rate confirmation: its first, or the next one because a person
    said after a review to go on: the time of the former one's link is up.
    """
    document = snapshot.rate_confirmation
    return document is None or document.status != "SENT" or snapshot.load.status == "NEEDS_REVIEW"


def is_covered(snapshot: Snapshot) -> bool:
    """Whether a carrier has booked the load, and still has it."""
    return snapshot.booking is not None and snapshot.booking.status not in ENDED_BOOKINGS


def is_delivered(snapshot: Snapshot) -> bool:
    """Whether the load was delivered: from then on it is neither cancelled nor taken from its carrier."""
    return snapshot.booking is not None and snapshot.booking.status in DELIVERED_BOOKINGS


def cancellation_stands(snapshot: Snapshot) -> bool:
    """A cancellation was requested and the load is not delivered yet."""
    return snapshot.load.cancel_requested_at is not None and not is_delivered(snapshot)


def excluded_after(snapshot: Snapshot, error: str) -> tuple[int, ...]:
    """The load's excluded USDOT numbers once its carrier was lost by `error`."""
    dot_number = carrier_of(snapshot)
    if dot_number is None or error not in EXCLUDING_ERRORS:
        return snapshot.load.excluded_dots
    return tuple(sorted({*snapshot.load.excluded_dots, dot_number}))


def carrier_of(snapshot: Snapshot) -> int | None:
    """Who hauls the load, or holds it."""
    if snapshot.booking is not None:
        return snapshot.booking.dot_number
    return snapshot.held.dot_number if snapshot.held is not None else None


def tonu_fee(booking: Booking | None, load: Load, policy: WorkspacePolicy, now: datetime) -> Money | None:
    """The fee for a truck ordered, not used: the carrier has signed, and its driver is on the way
    or the first pickup is nearer than the workspace's notice.
    """
    if booking is None or booking.status not in ORDERED_BOOKINGS:
        return None
    late_from = load.first_pickup_at - timedelta(seconds=policy.tonu_notice_seconds)
    if booking.status == "DISPATCHED" or now >= late_from:
        return policy.tonu_fee
    return None
