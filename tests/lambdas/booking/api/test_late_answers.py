"""Answers that come too late: recorded, and not applied."""

from datetime import timedelta

import pytest

from tests.lambdas.booking.api.bodies import TARGET, money
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import carrier
from tests.lambdas.booking.api.test_answering import FIRST, SECOND


def test_a_late_answer_is_recorded_and_not_applied(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    desk.sql(
        "UPDATE booking.offers SET expires_at = CAST(:then AS timestamptz)", then=NOW - timedelta(seconds=1)
    )
    desk.forget()

    late = desk.post(f"/v1/offers/{offer_id}/accept", {"rate": money(TARGET)}, carrier(FIRST))

    assert (late.status, late.body["type"]) == (410, "urn:chain:problem:offer-late")
    [kept] = desk.sql("SELECT * FROM booking.late_answers")
    assert (kept["offer_id"], kept["dot_number"], kept["kind"]) == (offer_id, FIRST, "accept")
    assert kept["body"] == {"rate": money(TARGET)}
    assert desk.sql("SELECT status FROM booking.loads") == [{"status": "SOURCING"}]
    assert (desk.events.names, desk.stepfunctions.succeeded) == ([], [])


@pytest.mark.parametrize("status", ["INVITED", "SUBMITTED", "COUNTERED"])
def test_an_offer_whose_time_is_up_reads_expired_at_once(desk: Desk, status: str) -> None:
    post_id = desk.sourcing()
    offer_id = desk.offer_of(post_id, FIRST)
    desk.sql(
        "UPDATE booking.offers SET status = :status, expires_at = CAST(:now AS timestamptz)",
        status=status,
        now=NOW,
    )

    seen = desk.get(f"/v1/offers/{offer_id}", carrier(FIRST)).body
    of_post = desk.get(f"/v1/posts/{post_id}").body["offers"]

    assert seen["status"] == "EXPIRED"
    assert {offer["status"] for offer in of_post} == {"EXPIRED"}


@pytest.mark.parametrize(("action", "kind"), [("book-now", "book_now"), ("offers", "submit")])
def test_a_late_answer_of_a_carrier_without_an_offer_is_recorded(desk: Desk, action: str, kind: str) -> None:
    post_id = desk.sourcing(groups=[])
    desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST))
    desk.commit_booking(desk.offer_of(post_id, FIRST), "RATECON_SENT")
    body = {"rate": money(TARGET)} if action == "offers" else {}

    late = desk.post(f"/v1/posts/{post_id}/{action}", body, carrier(SECOND))

    assert (late.status, late.body["type"]) == (410, "urn:chain:problem:post-closed")
    [kept] = desk.sql("SELECT * FROM booking.late_answers")
    assert (kept["offer_id"], kept["post_id"], kept["dot_number"]) == (None, post_id, SECOND)
    assert (kept["kind"], kept["body"]) == (kind, body)


@pytest.mark.parametrize("action", ["accept", "counter", "decline"])
def test_answers_after_the_load_is_booked_are_late(desk: Desk, action: str) -> None:
    post_id = desk.sourcing()
    winner, loser = desk.offer_of(post_id, FIRST), desk.offer_of(post_id, SECOND)
    desk.post(f"/v1/offers/{winner}/accept", {}, carrier(FIRST))
    desk.commit_booking(winner, "RATECON_SENT")
    body = {"rate": money(TARGET)} if action == "counter" else {}

    assert desk.post(f"/v1/offers/{loser}/{action}", body, carrier(SECOND)).status == 410
    assert len(desk.sql("SELECT * FROM booking.late_answers")) == 1
