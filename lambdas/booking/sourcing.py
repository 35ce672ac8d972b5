"""Whom a load is offered to next, and how long an offer is good for, pure."""

from datetime import datetime, timedelta
from typing import NamedTuple

from lambdas.booking.domain import OPEN_OFFERS
from lambdas.booking.snapshot import Load, Offer, Post, Snapshot

NEGOTIATED_OFFERS = OPEN_OFFERS - {"INVITED"}


class Group(NamedTuple):
    """The carriers to offer the load to now.

    `reopen`: the load comes back from a carrier that had it, so the group's superseded offers are invited
    again, and the time of its open ones, which nobody could answer meanwhile, begins anew.
    """

    number: int
    invite: tuple[int, ...] = ()
    reopen: bool = False


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
