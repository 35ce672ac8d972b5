"""The contact that answers for a carrier: kept with the offer, for vetting and staff, and nowhere else."""

from typing import Any

import pytest

from tests.lambdas.booking.api.bodies import CARRIERS, TARGET, money
from tests.lambdas.booking.api.desk import Desk
from tests.lambdas.booking.api.people import BROKER, carrier

FIRST, SECOND, _ = CARRIERS
CONTACT = {"name": "Ann Lee", "phone": "+13175550123", "email": "ann@carrier.example"}
OTHER = {"name": None, "phone": "+13175550199", "email": None}


def contact_of(desk: Desk, dot_number: int) -> Any:
    rows = desk.sql(
        "SELECT contact FROM booking.offers WHERE dot_number = CAST(:dot AS bigint)", dot=dot_number
    )
    return rows[0]["contact"]


def test_the_contact_of_an_accepted_offer_is_kept(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)

    assert desk.post(f"/v1/offers/{offer_id}/accept", {"contact": CONTACT}, carrier(FIRST)).status == 202

    assert contact_of(desk, FIRST) == CONTACT


def test_the_contact_of_a_book_now_is_kept(desk: Desk) -> None:
    post_id = desk.sourcing(groups=[])

    assert desk.post(f"/v1/posts/{post_id}/book-now", {"contact": CONTACT}, carrier(77)).status == 202

    assert contact_of(desk, 77) == CONTACT


def test_the_latest_contact_that_was_given_counts(desk: Desk) -> None:
    post_id = desk.sourcing()
    price = {"rate": money(TARGET + 20_000), "contact": CONTACT}
    offer_id = desk.post(f"/v1/posts/{post_id}/offers", price, carrier(FIRST)).body["offer_id"]

    assert desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(TARGET + 1)}).status == 202
    assert contact_of(desk, FIRST) == CONTACT

    again = {"rate": money(TARGET + 2), "contact": OTHER}
    assert desk.post(f"/v1/offers/{offer_id}/counter", again, carrier(FIRST)).status == 202
    assert contact_of(desk, FIRST) == OTHER


@pytest.mark.parametrize("way", ["submit", "book_now"])
def test_a_contact_is_in_no_event_and_shown_to_staff_only(
    desk: Desk, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    post_id = desk.sourcing()
    if way == "submit":
        desk.post(
            f"/v1/posts/{post_id}/offers", {"rate": money(TARGET + 9), "contact": CONTACT}, carrier(FIRST)
        )
    else:
        desk.post(f"/v1/posts/{post_id}/book-now", {"contact": CONTACT}, carrier(FIRST))
    offer_id = desk.offer_of(post_id, FIRST)

    outbox = desk.sql("SELECT detail FROM booking.outbox")
    told = f"{outbox} {desk.events.entries} {desk.stepfunctions.succeeded} {capsys.readouterr()}"
    assert not [value for value in CONTACT.values() if value in told]
    assert desk.get(f"/v1/offers/{offer_id}", BROKER).body["contact"] == CONTACT
    assert "contact" not in desk.get(f"/v1/offers/{offer_id}", carrier(FIRST)).body
