"""When a wait is over, and where a run goes on after its review, pure.

A wait is over when the rows say so (`settled`), whoever wrote them and whether or not an answer got through:
an API write leaves facts, and the next visit of the state reads them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from lambdas.booking.deadlines import DEADLINES, delivery_deadline, driver_deadline
from lambdas.booking.domain import (
    DELIVERED_BOOKINGS,
    ENDED_BOOKINGS,
    UNCONFIRMED_BOOKINGS,
    cancellation_stands,
    is_delivered,
)
from lambdas.booking.errors import (
    CarrierBounced,
    HoldLost,
    LoadCancelled,
    LoadReleased,
    OffersDeclined,
    PostExpired,
    RateConfirmationRejected,
)
from lambdas.booking.snapshot import Answered, Snapshot
from lambdas.booking.sourcing import open_offers
from lambdas.shared.errors import RejectedError

DEADLINE_ERRORS = frozenset(
    {"States.Timeout", "RateConfirmationOverdue", "DriverOverdue", "PodOverdue", "AlreadyDelivered"}
)
"""After these a review is over as soon as the fact is there that its state had waited for."""
NEXT_FACT = {
    "RATECON_SENT": "CONFIRMED",
    "CONFIRMED": "DISPATCHED",
    "DISPATCHED": "DELIVERED",
    "DELIVERED": "POD_RECEIVED",
}


class Answer(NamedTuple):
    """What ends a wait: the output it goes on with, or the error it is left by."""

    output: Mapping[str, Any] | None = None
    error: RejectedError | None = None


def settled(state: str, snapshot: Snapshot, now: datetime) -> Answer | None:
    """The answer that the rows already hold for a wait in `state`; None when it must wait."""
    if cancellation_stands(snapshot):
        return Answer(error=LoadCancelled(snapshot.load.cancel_reason))
    booking = snapshot.booking
    if booking is not None and booking.status == "BOUNCED":
        return Answer(error=CarrierBounced(booking.booking_id))
    return SETTLEMENTS[state](snapshot, now)


def _sourcing(snapshot: Snapshot, now: datetime) -> Answer | None:
    if snapshot.held is not None:
        held = {"offer_id": str(snapshot.held.offer_id), "dot_number": snapshot.held.dot_number}
        return Answer(output=held)
    if snapshot.load.latest_pickup_at <= now:
        return Answer(error=PostExpired(snapshot.load.load_id))
    return None


def group_declined(snapshot: Snapshot) -> Answer | None:
    """For a group that was already offered: nobody of it can answer any more."""
    group = snapshot.post.current_group
    if snapshot.held is not None or snapshot.post.open_to_all or open_offers(snapshot, group):
        return None
    return Answer(error=OffersDeclined(group))


def _hold_review(snapshot: Snapshot, _now: datetime) -> Answer | None:
    if snapshot.held is None:
        return Answer(error=HoldLost(snapshot.load.load_id))
    return _decided(snapshot.answered)


def _review(snapshot: Snapshot, now: datetime) -> Answer | None:
    decided = _decided(snapshot.answered)
    void = decided is None or (decided.error is not None and is_delivered(snapshot))
    return _moved_on(snapshot, now) if void else decided


def _decided(answered: Answered | None) -> Answer | None:
    """Only a decision counts: the answer may be a fact's, of the wait that ran out before this review."""
    if answered is None:
        return None
    if answered.error == LoadReleased.__name__:
        return Answer(error=LoadReleased(answered.cause))
    return Answer(output=answered.output) if "resume" in (answered.output or {}) else None


def _moved_on(snapshot: Snapshot, now: datetime) -> Answer | None:
    """The fact that the review was about came after all: no need for a person."""
    came_from = snapshot.load.review_from
    fact = SETTLEMENTS[came_from](snapshot, now) if came_from in NEXT_FACT else None
    if fact is None or fact.error is not None:
        return fact
    return Answer(output=approved(snapshot, now))


def review_from(snapshot: Snapshot, state: str, error: str | None, now: datetime) -> str:
    """The state that a review is about.

    After a deadline it is the one that waited in vain. After a failure it is the one that could not be
    entered, whose fact is still to come; else the review would settle itself, and fail, for ever.
    """
    load = snapshot.load
    came_from = (load.review_from or state) if load.status == state else load.status
    while error not in DEADLINE_ERRORS and came_from in NEXT_FACT and _succeeded(came_from, snapshot, now):
        came_from = NEXT_FACT[came_from]
    return came_from


def _succeeded(state: str, snapshot: Snapshot, now: datetime) -> bool:
    answer = SETTLEMENTS[state](snapshot, now)
    return answer is not None and answer.error is None


def _rate_confirmation(snapshot: Snapshot, now: datetime) -> Answer | None:
    document = snapshot.rate_confirmation
    if document is not None and document.status == "SIGNED":
        return Answer(output=driver_deadline(snapshot.load, snapshot.post.policy, now))
    if document is not None and document.status == "REJECTED":
        return Answer(error=RateConfirmationRejected(document.reason))
    return None


def _driver(snapshot: Snapshot, now: datetime) -> Answer | None:
    """A load that was delivered had a driver, named or not."""
    if snapshot.booking is None or not (snapshot.booking.has_driver or is_delivered(snapshot)):
        return None
    return Answer(output=delivery_deadline(snapshot.load, snapshot.post.policy, now))


def _delivery(snapshot: Snapshot, _now: datetime) -> Answer | None:
    return Answer(output={"status": "DELIVERED"}) if is_delivered(snapshot) else None


def _proof(snapshot: Snapshot, _now: datetime) -> Answer | None:
    if snapshot.booking is None or snapshot.booking.status != "CLOSED":
        return None
    return Answer(output={"status": "POD_RECEIVED"})


SETTLEMENTS: Mapping[str, Callable[[Snapshot, datetime], Answer | None]] = {
    "SOURCING": _sourcing,
    "HELD_FOR_REVIEW": _hold_review,
    "NEEDS_REVIEW": _review,
    "RATECON_SENT": _rate_confirmation,
    "CONFIRMED": _driver,
    "DISPATCHED": _delivery,
    "DELIVERED": _proof,
}


def approved(snapshot: Snapshot, now: datetime) -> dict[str, Any]:
    """The answer of an approved review, `{decision, resume, deadline_seconds?}`: where the rows say to go on.

    A load in review for its hold goes on to BOOKED; any other to the furthest state whose wait is not over.
    """
    resume = resume_state(snapshot)
    deadline = DEADLINES[resume](snapshot.load, snapshot.post.policy, now) if resume in DEADLINES else {}
    return {"decision": "approve", "resume": resume, **deadline}


def resume_state(snapshot: Snapshot) -> str:
    """Where a run goes on after its review, by what is already written."""
    booking, document = snapshot.booking, snapshot.rate_confirmation
    if snapshot.held is not None and snapshot.load.status == "HELD_FOR_REVIEW":
        return "BOOKED"
    if booking is None or booking.status in ENDED_BOOKINGS:
        return "SOURCING"
    if booking.status in DELIVERED_BOOKINGS:
        return "DELIVERED"
    if booking.status in UNCONFIRMED_BOOKINGS:
        return "CONFIRMED" if document is not None and document.status == "SIGNED" else "RATECON_SENT"
    return "DISPATCHED" if booking.has_driver else "CONFIRMED"
