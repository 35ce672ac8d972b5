from datetime import timedelta
from uuid import UUID

import pytest

from tests.lambdas.booking.api.bodies import BOOK_NOW, CARRIERS, CEILING, TARGET, load_body, money
from tests.lambdas.booking.api.desk import NOW, Desk, wait_key
from tests.lambdas.booking.api.people import BROKER, carrier

FIRST, SECOND, THIRD = CARRIERS
ASKED = TARGET + 20_000


def submitted(desk: Desk, post_id: UUID, amount: int = ASKED) -> UUID:
    answered = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(amount)}, carrier(FIRST))
    assert answered.status == 202, answered.raw
    return UUID(answered.body["offer_id"])


def test_accepting_an_invitation_holds_the_load_and_answers_the_run(desk: Desk) -> None:
    post_id = desk.sourcing()
    offer_id = desk.offer_of(post_id, FIRST)
    desk.forget()

    answered = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    assert (answered.status, answered.body["outcome"]) == (202, "pending"), answered.raw
    held = {"offer_id": str(offer_id), "dot_number": FIRST}
    token = f"token:{wait_key('SOURCING')}"
    assert desk.stepfunctions.succeeded == [{"token": token, "output": held}]
    assert desk.events.names == ["LoadHeld"]
    load = desk.sql("SELECT status, held_offer_id, held_until FROM booking.loads")[0]
    assert load == {"status": "HELD", "held_offer_id": offer_id, "held_until": NOW + timedelta(minutes=15)}
    assert desk.sql("SELECT delivered_at FROM booking.answers")[0]["delivered_at"] is not None
    assert desk.sql("SELECT amount FROM booking.offers WHERE status = 'ACCEPTED'") == [{"amount": TARGET}]


def test_the_winner_that_asks_again_is_told_the_same(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    first = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    again = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    assert (again.status, again.body) == (first.status, first.body)
    assert len(desk.stepfunctions.succeeded) == 1


def test_a_booked_load_is_201_with_its_place(desk: Desk) -> None:
    post_id = desk.sourcing()
    offer_id = desk.offer_of(post_id, FIRST)
    desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))
    desk.commit_booking(offer_id, "RATECON_SENT")

    answered = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    assert (answered.status, answered.body["outcome"]) == (201, "booked")
    assert answered.headers["Location"] == f"/v1/bookings/{answered.body['booking_id']}"


@pytest.mark.parametrize(("do_not_use", "told"), [(False, "Insurance expired."), (True, "cannot use")])
def test_a_carrier_that_fails_vetting_is_406_and_never_told_of_the_list(
    desk: Desk, do_not_use: bool, told: str
) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))
    desk.sql(
        """INSERT INTO booking.vettings
            (task_key, workspace_id, load_id, dot_number, outcome, reasons, checked_at)
        SELECT 't', 'acme', load_id, 1001, 'FAIL', '["Insurance expired."]', CAST(:now AS timestamptz)
        FROM booking.loads""",
        now=NOW + timedelta(seconds=1),
    )
    if do_not_use:
        desk.sql("UPDATE booking.carriers SET do_not_use = true, do_not_use_reason = 'theft'")

    answered = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    assert answered.status == 406, answered.raw
    assert told in answered.body["reasons"][0]
    assert "theft" not in answered.raw


def test_a_price_at_the_target_is_held_at_once_and_above_it_waits(desk: Desk) -> None:
    post_id = desk.sourcing()

    above = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(TARGET + 1)}, carrier(FIRST))
    at = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(TARGET)}, carrier(SECOND))

    assert (above.status, above.body["status"], above.body["turn"]) == (202, "SUBMITTED", "broker")
    assert (at.status, at.body["outcome"]) == (202, "pending")
    prices = desk.get(f"/v1/offers/{at.body['offer_id']}").body["prices"]
    assert [(price["proposed_by"], price["rate"]["amount"]) for price in prices] == [("carrier", TARGET)]


def test_the_sides_alternate_up_to_three_rounds(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())
    path = f"/v1/offers/{offer_id}/counter"

    assert desk.post(path, {"rate": money(ASKED - 1)}, carrier(FIRST)).status == 409  # the broker's turn
    assert desk.post(path, {"rate": money(TARGET + 1)}).status == 202
    assert desk.post(path, {"rate": money(TARGET + 1)}).status == 409  # the carrier's turn
    assert desk.post(path, {"rate": money(ASKED - 2)}, carrier(FIRST)).status == 202
    last = desk.post(path, {"rate": money(TARGET + 2)})
    assert (last.status, last.body["rounds"]) == (202, 3)

    used = desk.post(path, {"rate": money(ASKED - 3)}, carrier(FIRST))
    assert used.body["type"] == "urn:chain:problem:rounds-used"
    accepted = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))
    assert accepted.status == 202
    assert desk.sql("SELECT amount FROM booking.offers WHERE status = 'ACCEPTED'") == [{"amount": TARGET + 2}]
    prices = desk.get(f"/v1/offers/{offer_id}").body["prices"]
    assert [price["number"] for price in prices] == [0, 1, 2, 3]


def test_a_counter_at_the_brokers_amount_is_an_agreement(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())
    desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(TARGET + 5)})

    agreed = desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(TARGET + 5)}, carrier(FIRST))

    assert (agreed.status, agreed.body["outcome"]) == (202, "pending")


def test_only_the_latest_amount_can_be_accepted(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing())

    refused = desk.post(f"/v1/offers/{offer_id}/accept", {"rate": money(TARGET)})

    assert refused.status == 409
    assert refused.body["changes"] == [{"field": "amount", "offered": TARGET, "current": ASKED}]
    assert desk.post(f"/v1/offers/{offer_id}/accept", {"rate": money(ASKED)}).status == 202


def test_staff_cannot_agree_above_the_ceiling(desk: Desk) -> None:
    offer_id = submitted(desk, desk.sourcing(), CEILING + 1)

    assert desk.post(f"/v1/offers/{offer_id}/accept", {}).body["type"] == "urn:chain:problem:above-ceiling"
    assert desk.post(f"/v1/offers/{offer_id}/counter", {"rate": money(CEILING + 1)}).status == 409


def test_an_acceptance_of_changed_terms_lists_the_changes(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    desk.put("/v1/loads/L1", load_body(commodity="Paper"))

    refused = desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST))

    assert refused.status == 409
    assert refused.body["changes"] == [
        {"field": "terms_version", "offered": 1, "current": 2},
        {"field": "commodity", "offered": "Auto parts", "current": "Paper"},
    ]
    assert desk.post(f"/v1/offers/{offer_id}/accept", {"terms_version": 2}, carrier(FIRST)).status == 202


def test_others_than_the_winner_are_refused_and_their_offers_stay(desk: Desk) -> None:
    post_id = desk.sourcing()
    desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST))

    refused = desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(SECOND))

    assert (refused.status, refused.body["type"]) == (409, "urn:chain:problem:already-held")
    assert desk.get(f"/v1/offers/{desk.offer_of(post_id, SECOND)}").body["status"] == "INVITED"


def test_book_now_is_at_the_book_now_rate_only(desk: Desk) -> None:
    post_id = desk.sourcing()

    assert desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST)).status == 202
    assert desk.sql("SELECT amount FROM booking.offers WHERE status = 'ACCEPTED'") == [{"amount": BOOK_NOW}]


def test_a_post_without_a_book_now_rate_cannot_be_taken(desk: Desk) -> None:
    post_id = desk.sourcing(book_now_rate=None)

    refused = desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST))

    assert (refused.status, refused.body["type"]) == (409, "urn:chain:problem:book-now-not-offered")


def test_the_last_decline_lets_the_next_group_have_its_turn(desk: Desk) -> None:
    post_id = desk.sourcing()

    for dot_number in CARRIERS:
        assert desk.stepfunctions.failed == []
        offer_id = desk.offer_of(post_id, dot_number)
        declined = desk.post(f"/v1/offers/{offer_id}/decline", {"reason": "no truck"}, carrier(dot_number))
        assert (declined.status, declined.body["status"]) == (200, "DECLINED"), declined.raw

    assert [failure["error"] for failure in desk.stepfunctions.failed] == ["OffersDeclined"]
    assert desk.events.names.count("OfferDeclined") == 3


def test_an_offer_that_ended_takes_no_answer(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    desk.post(f"/v1/offers/{offer_id}/decline", {}, carrier(FIRST))

    assert desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST)).status == 409
    assert desk.post(f"/v1/offers/{offer_id}/decline", {}, carrier(FIRST)).status == 200


def test_a_carrier_neither_sees_nor_answers_anothers_offer(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)

    assert desk.get(f"/v1/offers/{offer_id}", carrier(SECOND)).status == 404
    assert desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(SECOND)).status == 404


def test_staff_name_the_carrier_that_they_act_for(desk: Desk) -> None:
    post_id = desk.sourcing()

    unnamed = desk.post(f"/v1/posts/{post_id}/book-now", {}, BROKER)
    named = desk.post(f"/v1/posts/{post_id}/book-now", {"dot_number": SECOND}, BROKER)
    posing = desk.post(f"/v1/posts/{post_id}/book-now", {"dot_number": FIRST}, carrier(SECOND))

    assert (unnamed.status, unnamed.body["errors"][0]["field"]) == (422, "dot_number")
    assert named.status == 202
    assert posing.status == 422


def test_what_aws_did_not_take_is_left_to_the_relay(desk: Desk) -> None:
    offer_id = desk.offer_of(desk.sourcing(), FIRST)
    desk.stepfunctions.broken = desk.events.broken = True

    assert desk.post(f"/v1/offers/{offer_id}/accept", {}, carrier(FIRST)).status == 202

    assert desk.sql("SELECT delivered_at FROM booking.answers") == [{"delivered_at": None}]
    assert desk.sql("SELECT detail_type FROM booking.outbox WHERE detail_type = 'LoadHeld'")


@pytest.mark.parametrize(
    ("rate", "field"),
    [
        (money(TARGET, "CAD"), "rate.currency"),
        (money(0), "rate.amount"),
        ({"amount": 1.5, "currency": "USD"}, "rate.amount"),
    ],
)
def test_an_unusable_rate_is_refused(desk: Desk, rate: dict[str, object], field: str) -> None:
    post_id = desk.sourcing()

    refused = desk.post(f"/v1/posts/{post_id}/offers", {"rate": rate}, carrier(FIRST))

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, field)
