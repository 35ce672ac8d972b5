from uuid import uuid4

import pytest

from tests.lambdas.booking.api.bodies import (
    BOOK_NOW,
    CARRIERS,
    CEILING,
    TARGET,
    load_body,
    money,
    post_body,
    stop,
)
from tests.lambdas.booking.api.desk import Desk
from tests.lambdas.booking.api.people import carrier


def test_a_post_starts_its_run_by_load_and_attempt(desk: Desk) -> None:
    load_id = desk.load()

    answered = desk.post(f"/v1/loads/{load_id}/post", post_body())

    assert (answered.status, answered.body["status"]) == (202, "OPENING")
    assert [run["name"] for run in desk.stepfunctions.started] == [f"{load_id}-1"]
    given = desk.stepfunctions.started[0]["input"]
    assert (given["load_id"], given["attempt"], given["workspace_id"]) == (str(load_id), 1, "acme")
    assert given["policy"]["hold_seconds"] == 900


def test_the_same_post_again_is_the_same(desk: Desk) -> None:
    load_id = desk.load()
    first = desk.post(f"/v1/loads/{load_id}/post", post_body())

    again = desk.post(f"/v1/loads/{load_id}/post", post_body())

    assert (again.status, again.body) == (202, first.body)
    assert desk.stepfunctions.started[0] == desk.stepfunctions.started[1]


def test_another_post_of_the_same_load_is_refused(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/post", post_body())

    assert desk.post(f"/v1/loads/{load_id}/post", post_body(book_now_rate=None)).status == 409


def test_a_run_that_cannot_be_started_is_left_to_the_relay(desk: Desk) -> None:
    load_id = desk.load()
    desk.stepfunctions.broken = True

    assert desk.post(f"/v1/loads/{load_id}/post", post_body()).status == 202

    desk.stepfunctions.broken = False
    assert desk.post(f"/v1/loads/{load_id}/post", post_body()).status == 202
    assert len(desk.stepfunctions.started) == 1


def test_an_exhausted_load_is_posted_as_the_next_attempt(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/post", post_body())
    desk.sql("UPDATE booking.loads SET status = 'EXHAUSTED'")

    answered = desk.post(f"/v1/loads/{load_id}/post", post_body())

    assert (answered.status, answered.body["attempt"]) == (202, 2)
    assert desk.get(f"/v1/loads/{load_id}").body["status"] == "AVAILABLE"


def test_a_load_whose_pickup_has_passed_is_not_posted(desk: Desk) -> None:
    stops = [stop(1, "pickup", 10), stop(2, "delivery", 11)]
    stops[0]["appointment"] = {"start": "2027-02-01T07:00:00Z", "end": "2027-02-01T08:00:00Z"}
    load_id = desk.load(stops=stops)

    assert desk.post(f"/v1/loads/{load_id}/post", post_body()).status == 409


def test_named_carriers_are_introduced_and_known_ones_kept(desk: Desk) -> None:
    desk.put("/v1/carriers/1001", {"legal_name": "Known"})
    invited = {"dot_number": 1002, "legal_name": "New", "contacts": [{"phone": "+13175550123"}]}
    load_id = desk.load()

    groups = [{"carriers": [{"dot_number": 1001, "legal_name": "Other"}, invited]}]
    desk.post(f"/v1/loads/{load_id}/post", post_body(groups=groups))

    assert desk.get("/v1/carriers/1001").body["legal_name"] == "Known"
    assert desk.get("/v1/carriers/1002").body["phones"] == ["+13175550123"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target_rate": money(CEILING + 1)}, ""),
        ({"target_rate": {"amount": 10.5, "currency": "USD"}}, "target_rate.amount"),
        ({"groups": [], "mode": "waterfall"}, ""),
        ({"offer_ttl_seconds": 0}, "offer_ttl_seconds"),
        ({"mode": "auction"}, "mode"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_wrong_post_names_the_field(desk: Desk, change: dict[str, object], field: str) -> None:
    load_id = desk.load()

    answered = desk.post(f"/v1/loads/{load_id}/post", post_body(**change))

    assert answered.status == 422, answered.raw
    assert field in answered.body["errors"][0]["field"]
    assert answered.body["errors"][0]["reason"]


def test_staff_read_all_of_a_post_and_a_carrier_its_part(desk: Desk) -> None:
    post_id = desk.sourcing()

    staff = desk.get(f"/v1/posts/{post_id}").body
    seen = desk.get(f"/v1/posts/{post_id}", carrier(CARRIERS[0])).body

    assert (staff["ceiling_rate"]["amount"], len(staff["offers"])) == (CEILING, 3)
    assert seen["offer"]["dot_number"] == CARRIERS[0]
    assert seen["offer"]["rate"]["amount"] == TARGET
    assert seen["book_now_rate"]["amount"] == BOOK_NOW
    assert "ceiling_rate" not in seen
    assert "customer_charge" not in str(seen)


def test_a_carrier_that_was_not_invited_or_is_barred_sees_no_post(desk: Desk) -> None:
    post_id = desk.sourcing()
    desk.put(
        f"/v1/carriers/{CARRIERS[0]}", {"legal_name": "A", "do_not_use": True, "do_not_use_reason": "theft"}
    )

    assert desk.get(f"/v1/posts/{post_id}", carrier(9)).status == 404
    assert desk.get(f"/v1/posts/{post_id}", carrier(CARRIERS[0])).status == 404
    assert desk.get(f"/v1/posts/{uuid4()}", carrier(CARRIERS[1])).status == 404


def test_a_broadcast_to_nobody_in_particular_is_open_to_all(desk: Desk) -> None:
    post_id = desk.sourcing(groups=[])

    assert desk.get(f"/v1/posts/{post_id}", carrier(77)).body["offer"] is None
    submitted = desk.post(f"/v1/posts/{post_id}/offers", {"rate": money(TARGET + 5)}, carrier(77))
    assert (submitted.status, submitted.body["status"]) == (202, "SUBMITTED")


def test_a_posted_load_still_takes_changes_of_its_terms(desk: Desk) -> None:
    desk.sourcing()

    assert desk.put("/v1/loads/L1", load_body(commodity="Paper")).body["terms_version"] == 2


@pytest.mark.parametrize(
    "other",
    [
        {"offer_ttl_seconds": 601},
        {
            "target_rate": money(TARGET, "CAD"),
            "book_now_rate": money(BOOK_NOW, "CAD"),
            "ceiling_rate": money(CEILING, "CAD"),
        },
    ],
)
def test_a_post_in_another_currency_or_for_another_time_is_another(
    desk: Desk, other: dict[str, object]
) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/post", post_body(offer_ttl_seconds=600))

    assert desk.post(f"/v1/loads/{load_id}/post", post_body(offer_ttl_seconds=600)).status == 202
    changed = post_body(**{"offer_ttl_seconds": 600, **other})
    assert desk.post(f"/v1/loads/{load_id}/post", changed).status == 409


@pytest.mark.parametrize("rate", ["target_rate", "book_now_rate"])
def test_nothing_is_no_rate(desk: Desk, rate: str) -> None:
    load_id = desk.load()

    refused = desk.post(f"/v1/loads/{load_id}/post", post_body(**{rate: money(0)}))

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, rate)
