"""Snapshots of rows, without a database: each builder takes only what the test cares about."""

from typing import Any
from uuid import UUID

from lambdas.booking.negotiation import terms_of
from lambdas.booking.snapshot import Booking, Load, Offer, Post, RateConfirmation, Snapshot
from tests.lambdas.booking.rows import (
    ALFA,
    BRAVO,
    FIRST_PICKUP,
    LAST_DELIVERY,
    LOAD_ID,
    POST_ID,
    RUN,
    WORKSPACE,
    document,
    offer_of,
    policy,
)

BOOKING_ID = UUID("33333333-3333-5333-8333-333333333333")


def load(**changes: Any) -> Load:
    columns: dict[str, Any] = {
        "version": "1",
        "load_id": LOAD_ID,
        "workspace_id": WORKSPACE,
        "external_id": "TMS-1",
        "load_number": None,
        "document": document(),
        "terms_version": 1,
        "status": "SOURCING",
        "attempt": 1,
        "post_id": POST_ID,
        "wait_key": f"{RUN}/SOURCING/2027-03-01T12:00:00.000Z",
        "visits": 1,
        "held_offer_id": None,
        "held_until": None,
        "booking_id": None,
        "cancel_requested_at": None,
        "cancel_reason": None,
        "review_from": None,
        "excluded_dots": (),
        "first_pickup_at": FIRST_PICKUP,
        "latest_pickup_at": FIRST_PICKUP,
        "last_delivery_at": LAST_DELIVERY,
    }
    return Load(**{**columns, **changes})


def post(groups: tuple[tuple[int, ...], ...] = ((ALFA,), (BRAVO,)), current_group: int = 0) -> Post:
    return Post(POST_ID, 1, "OPEN", "waterfall", groups, current_group, 45_000, None, "USD", 600, policy())


def offer(dot_number: int, group: int = 0, status: str = "INVITED") -> Offer:
    return Offer(offer_of(dot_number), dot_number, group, status, 45_000, "USD")


def booking(status: str = "CONFIRMED", *, has_driver: bool = False) -> Booking:
    return Booking(BOOKING_ID, offer_of(ALFA), ALFA, 45_000, "USD", status, has_driver, terms_of(document()))


def confirmation(status: str = "SENT") -> RateConfirmation:
    return RateConfirmation(1, status, 0, None)


def snapshot(**parts: Any) -> Snapshot:
    return Snapshot(**{"load": load(), "post": post(), **parts})
