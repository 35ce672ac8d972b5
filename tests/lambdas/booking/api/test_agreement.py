"""Offers that ended, and terms that changed: who may still agree to what, and who reads it."""

from uuid import UUID

import pytest

from lambdas.booking.actions import answering
from tests.lambdas.booking.api.bodies import CARRIERS, TARGET, load_body, money
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import carrier

FIRST = CARRIERS[0]
ASKED = TARGET + 20_000


def submitted(desk: Desk, post_id: UUID) -> UUID:
    answered = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(ASKED)}, carrier(FIRST))
    assert answered.status == 202, answered.raw
    return UUID(answered.body["offer_id"])


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ("status = 'EXPIRED'", 410, "offer-late"),
        ("expires_at = CAST('2027-03-01T11:59:59Z' AS timestamptz)", 410, "offer-late"),
        ("status = 'DECLINED'", 409, "offer-ended"),
    ],
)
def test_a_carrier_whose_offer_ended_cannot_book_now(
    desk: Desk, change: str, status: int, problem: str
) -> None:
    post_id = desk.sourcing()
    desk.sql(f"UPDATE booking.offers SET {change}")

    refused = desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST))

    assert (refused.status, refused.body["type"]) == (status, f"urn:chain:problem:{problem}")
    kept = [row["kind"] for row in desk.sql("SELECT kind FROM booking.late_answers")]
    assert kept == (["book_now"] if status == 410 else [])
    assert desk.sql("SELECT status FROM booking.loads") == [{"status": "SOURCING"}]


@pytest.mark.parametrize("action", ["book-now", "offers"])
def test_an_offer_that_ends_while_it_is_answered_holds_nothing(
    desk: Desk, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_id = desk.sourcing()
    monkeypatch.setattr(answering, "require_answerable", lambda *_read: None)
    desk.sql("UPDATE booking.offers SET expires_at = CAST(:now AS timestamptz)", now=NOW)
    body = {"rate": money(ASKED)} if action == "offers" else {}

    assert desk.post(f"/v1/posts/{post_id}/{action}", body, carrier(FIRST)).status == 409
    assert desk.sql("SELECT status FROM booking.loads") == [{"status": "SOURCING"}]


def test_a_broker_cannot_agree_to_changed_terms_for_the_carrier(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())
    desk.put("/v1/loads/L1", load_body(commodity="Paper"))

    refused = desk.post(f"/v1/offers/{offer_id}/accept", {"terms_version": 2})

    assert (refused.status, refused.body["type"]) == (409, "urn:chain:problem:terms-changed")
    assert refused.body["changes"] == [
        {"field": "terms_version", "offered": 1, "current": 2},
        {"field": "commodity", "offered": "Auto parts", "current": "Paper"},
    ]


def test_a_brokers_counter_leaves_the_terms_to_the_carrier(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())
    desk.put("/v1/loads/L1", load_body(commodity="Paper"))
    path = f"/v1/offers/{offer_id}"

    countered = desk.post(f"{path}/counter", {"rate": money(TARGET + 5), "terms_version": 2})
    unaware = desk.post(f"{path}/accept", {}, carrier(FIRST))
    agreed = desk.post(f"{path}/accept", {"terms_version": 2}, carrier(FIRST))

    assert (countered.status, countered.body["terms_version"]) == (202, 1), countered.raw
    assert (unaware.status, agreed.status) == (409, 202)
    assert unaware.body["changes"][1]["field"] == "commodity"
    [kept] = desk.sql("SELECT terms_version, terms FROM booking.offers WHERE status = 'ACCEPTED'")
    assert (kept["terms_version"], kept["terms"]["commodity"]) == (2, "Paper")


def test_a_broker_accepts_what_the_carrier_priced_under_the_present_terms(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())
    desk.put("/v1/loads/L1", load_body(commodity="Paper"))
    path = f"/v1/offers/{offer_id}"
    desk.post(f"{path}/counter", {"rate": money(TARGET + 5), "terms_version": 2})
    desk.post(f"{path}/counter", {"rate": money(TARGET + 9), "terms_version": 2}, carrier(FIRST))

    assert desk.post(f"{path}/accept", {}).status == 202


@pytest.mark.parametrize("ended", ["SUPERSEDED", "DECLINED", "EXPIRED", "WITHDRAWN"])
def test_a_carrier_whose_offer_ended_reads_the_terms_that_it_was_offered(desk: Desk, ended: str) -> None:
    post_id = desk.sourcing()
    desk.put("/v1/loads/L1", load_body(commodity="Paper"))
    open_still = desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).body["load"]
    desk.sql("UPDATE booking.offers SET status = :ended", ended=ended)

    seen = desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).body["load"]

    assert (open_still["terms_version"], open_still["terms"]["commodity"]) == (2, "Paper")
    assert (seen["terms_version"], seen["terms"]["commodity"]) == (1, "Auto parts")


def test_notes_are_refused_where_nobody_would_read_them(desk: Desk) -> None:
    post_id = desk.sourcing()

    refused = desk.post(
        f"/v1/posts/{post_id}/offers", {"rate": money(ASKED), "notes": "call me"}, carrier(FIRST)
    )

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "notes")


def test_a_closed_post_of_everybody_shows_to_no_carrier_that_never_answered(desk: Desk) -> None:
    post_id = desk.sourcing(groups=[])
    while_open = desk.get(f"/v1/posts/{post_id}", carrier(FIRST))
    desk.sql("UPDATE booking.posts SET status = 'CLOSED'")

    assert (while_open.status, desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).status) == (200, 404)
