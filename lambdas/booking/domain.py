"""The rules of booking, pure: rows and a time in, an answer or a plan out.

A wait is over when the rows say so (`settled`), whoever wrote them and whether or not an answer got through:
an API write leaves facts, and the next visit of the state reads them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from lambdas.booking.deadlines import DEADLINES, delivery_deadline, driver_deadline
from lambdas.booking.errors import (
    AttemptOver,
    CarrierBounced,
    HoldLost,
    LoadCancelled,
    LoadReleased,
    OffersDeclined,
    PostExpired,
    RateConfirmationRejected,
)
from lambdas.booking.snapshot import Answered, Booking, Load, Offer, Post, Snapshot
from lambdas.shared.errors import RejectedError
from schemas.booking.policy import WorkspacePolicy
from schemas.common import Money

OPEN_OFFERS = frozenset({"INVITED", "SUBMITTED", "COUNTERED"})
NEGOTIATED_OFFERS = OPEN_OFFERS - {"INVITED"}
ENDED_LOADS = frozenset({"READY_TO_INVOICE", "CLOSED", "CANCELLED", "CANCELLED_TONU", "EXHAUSTED", "EXPIRED"})
ENDING_STATES = frozenset({"CANCELLED", "EXHAUSTED", "EXPIRED"})
ENDED_BOOKINGS = frozenset({"VOIDED", "BOUNCED", "CANCELLED"})
UNCONFIRMED_BOOKINGS = frozenset({"BOOKED", "RATECON_SENT"})
DELIVERED_BOOKINGS = frozenset({"DELIVERED", "CLOSED"})
ORDERED_BOOKINGS = frozenset({"CONFIRMED", "DISPATCHED"})
EXCLUDING_ERRORS = frozenset(
    {"CarrierNotEligible", "LoadReleased", "RateConfirmationRejected", "CarrierBounced"}
)
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


class Answer(NamedTuple):
    """What ends a wait: the output it goes on with, or the error it is left by."""

    output: Mapping[str, Any] | None = None
    error: RejectedError | None = None


class Group(NamedTuple):
    """The carriers to offer the load to now.

    `reopen`: the load comes back from a carrier that had it, so the group's superseded offers are invited
    again, and the time of its open ones, which nobody could answer meanwhile, begins anew.
    """

    number: int
    invite: tuple[int, ...] = ()
    reopen: bool = False


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


# --- when a wait is over ------------------------------------------------------------------------


def settled(state: str, snapshot: Snapshot, now: datetime) -> Answer | None:
    """The answer that the rows already hold for a wait in `state`; None when it must wait."""
    if cancellation_stands(snapshot):
        return Answer(error=LoadCancelled(snapshot.load.cancel_reason))
    booking = snapshot.booking
    if booking is not None and booking.status == "BOUNCED":
        return Answer(error=CarrierBounced(booking.booking_id))
    return SETTLEMENTS[state](snapshot, now)


def cancellation_stands(snapshot: Snapshot) -> bool:
    """A cancellation was requested and the load is not delivered yet."""
    return snapshot.load.cancel_requested_at is not None and not is_delivered(snapshot)


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


# --- sourcing and compensation ------------------------------------------------------------------


def next_group(snapshot: Snapshot, *, coming_again: bool) -> Group | None:
    """Whom to offer the load to now; None when nobody is left.

    `coming_again`: the current group's time is up or it declined. Otherwise (first visit, or back from a
    released carrier) whoever of the current group is still open, or was superseded by that carrier, goes on.
    """
    post = snapshot.post
    current = post.current_group
    barred = frozenset(snapshot.load.excluded_dots) | snapshot.unwanted
    waiting = {
        offer.status
        for offer in snapshot.offers
        if offer.group_number == current and offer.dot_number not in barred
    }
    if not coming_again and waiting & (OPEN_OFFERS | {"SUPERSEDED"}):
        return Group(current, reopen=True)
    if post.open_to_all:
        return Group(0) if current < 0 or not coming_again else None
    asked = {offer.dot_number for offer in snapshot.offers}
    for number in range(current + 1, len(post.groups)):
        invited = tuple(dot for dot in post.groups[number] if dot not in barred | asked)
        if invited:
            return Group(number, invited)
    return None


def is_negotiating(snapshot: Snapshot, now: datetime) -> bool:
    """Whether a price of the present group still waits for its answer: until then its group has its turn."""
    return any(
        offer.status in NEGOTIATED_OFFERS and offer.expires_at is not None and offer.expires_at > now
        for offer in open_offers(snapshot, snapshot.post.current_group)
    )


def open_offers(snapshot: Snapshot, group: int) -> tuple[Offer, ...]:
    return tuple(o for o in snapshot.offers if o.group_number == group and o.status in OPEN_OFFERS)


def offer_expires_at(load: Load, post: Post, now: datetime) -> datetime:
    """An offer never outlives the latest pickup."""
    return min(now + timedelta(seconds=post.offer_ttl_seconds), load.latest_pickup_at)


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
