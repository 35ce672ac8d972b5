"""Accept and book-now wait for the outcome as long as the workspace says."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from lambdas.booking.actions.answering import accept_offer
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller
from schemas.booking.offers import AcceptOffer
from tests.lambdas.booking.api.bodies import CARRIERS
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import WORKSPACE, carrier
from tests.lambdas.booking.api.rest import rest_event


def waiting(desk: Desk, on_pause: Callable[[], None]) -> tuple[Call, UUID, list[float]]:
    desk.sql("UPDATE booking.workspaces SET policy = '{\"book_now_wait_seconds\": 5}'")
    offer_id = desk.offer_of(desk.sourcing(), CARRIERS[0])
    pauses: list[float] = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        on_pause()

    caller = Caller(WORKSPACE, "c", frozenset({"carrier"}), CARRIERS[0])
    return Call(caller, desk.dependencies, NOW, sleep), offer_id, pauses


def test_a_booking_made_meanwhile_is_told(desk: Desk) -> None:
    offers: list[UUID] = []
    call, offer_id, pauses = waiting(desk, lambda: desk.commit_booking(offers[0], "RATECON_SENT"))
    offers.append(offer_id)

    held = accept_offer(call, offer_id, AcceptOffer())

    assert (held.outcome, len(pauses)) == ("booked", 1)


def test_patience_ends_with_pending(desk: Desk) -> None:
    call, offer_id, pauses = waiting(desk, lambda: None)

    assert accept_offer(call, offer_id, AcceptOffer()).outcome == "pending"
    assert 5 <= sum(pauses) <= 5.5


def test_who_asks_not_to_wait_does_not(desk: Desk) -> None:
    call, offer_id, pauses = waiting(desk, lambda: None)

    assert accept_offer(replace(call, patient=False), offer_id, AcceptOffer()).outcome == "pending"
    assert pauses == []


def test_a_carrier_that_needs_a_person_is_pending_at_once(desk: Desk) -> None:
    def warn() -> None:
        desk.sql(
            """INSERT INTO booking.vettings (task_key, workspace_id, load_id, dot_number, outcome, checked_at)
            SELECT 't', 'acme', load_id, 1001, 'WARN', CAST(:now AS timestamptz) FROM booking.loads""",
            now=NOW,
        )

    call, offer_id, pauses = waiting(desk, warn)

    assert accept_offer(call, offer_id, AcceptOffer()).outcome == "pending"
    assert len(pauses) == 1


@pytest.mark.parametrize("preference", ["respond-async", "respond-async, wait=10"])
def test_the_header_prefer_is_read(desk: Desk, preference: str) -> None:
    desk.sql("UPDATE booking.workspaces SET policy = '{\"book_now_wait_seconds\": 20}'")
    offer_id = desk.offer_of(desk.sourcing(), CARRIERS[0])
    event = rest_event(
        "POST", f"/v1/offers/{offer_id}/accept", {}, carrier(CARRIERS[0]), {"Prefer": preference}
    )

    assert desk.send(event).status == 202
