"""The API and the real first task agree on the rows between them."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from lambdas.booking.tasks import source_carriers
from lambdas.shared.errors import RejectedError
from lambdas.shared.wiring import use
from schemas.booking.tasks.sourcing import SourceCarriersInput
from tests.lambdas.booking.api.bodies import CARRIERS, TARGET, money, post_body
from tests.lambdas.booking.api.desk import Desk
from tests.lambdas.booking.api.people import carrier

FIRST, SECOND, _ = CARRIERS


class Tokens:
    """DynamoDB's table of tokens."""

    def __init__(self) -> None:
        self.items: dict[str, Any] = {}

    def put_item(self, *, Item: dict[str, Any], **_others: Any) -> None:  # noqa: N803 - AWS's name
        self.items[Item["pk"]["S"]] = Item

    def get_item(self, *, Key: dict[str, Any], **_others: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        return {"Item": self.items[Key["pk"]["S"]]}


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.dependencies.clients.dynamodb = Tokens()
    return desk


def enter_sourcing(desk: Desk, visit: int) -> Any:
    """The state SOURCING is entered for the `visit`th time, as the machine would say."""
    started = desk.stepfunctions.started[0]
    facts = {
        "run": started["name"],
        "state": "SOURCING",
        "entered_at": f"2027-03-01T12:00:0{visit}Z",
        "token": f"token-{visit}",
        **started["input"],
    }
    known = SourceCarriersInput.model_fields
    with use(desk.dependencies):
        return source_carriers.handler(
            {name: fact for name, fact in facts.items() if name in known}, SimpleNamespace(aws_request_id="1")
        )


def posted(desk: Desk, **fields: Any) -> UUID:
    load_id = desk.load()
    answered = desk.post(f"/v1/loads/{load_id}/post", post_body(**fields))
    assert answered.status == 202
    return UUID(answered.body["post_id"])


def test_an_invited_carrier_accepts_and_the_waiting_state_is_answered(desk: Desk) -> None:
    post_id = posted(desk)
    assert desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).status == 404
    enter_sourcing(desk, 1)

    offer = desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).body["offer"]
    accepted = desk.post(f"/v1/offers/{offer['offer_id']}/accept", {"rate": money(TARGET)}, carrier(FIRST))

    assert accepted.status == 202, accepted.raw
    assert desk.stepfunctions.succeeded == [
        {"token": "token-1", "output": {"offer_id": offer["offer_id"], "dot_number": FIRST}}
    ]


def test_the_group_that_declined_gives_its_turn_to_the_next(desk: Desk) -> None:
    groups = [{"carriers": [{"dot_number": FIRST}]}, {"carriers": [{"dot_number": SECOND}]}]
    post_id = posted(desk, mode="waterfall", groups=groups)
    enter_sourcing(desk, 1)
    assert desk.get(f"/v1/posts/{post_id}", carrier(SECOND)).status == 404

    offer_id = desk.get(f"/v1/posts/{post_id}", carrier(FIRST)).body["offer"]["offer_id"]
    assert desk.post(f"/v1/offers/{offer_id}/decline", {}, carrier(FIRST)).status == 200
    enter_sourcing(desk, 2)

    assert desk.stepfunctions.failed[0]["error"] == "OffersDeclined"
    assert desk.get(f"/v1/posts/{post_id}", carrier(SECOND)).body["offer"]["status"] == "INVITED"


def test_a_hold_made_between_two_visits_is_found_by_the_second(desk: Desk) -> None:
    post_id = posted(desk)
    enter_sourcing(desk, 1)
    desk.stepfunctions.broken = True
    assert desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(FIRST)).status == 202
    desk.stepfunctions.broken = False

    enter_sourcing(desk, 2)

    assert [answer["token"] for answer in desk.stepfunctions.succeeded] == ["token-2"]


def test_a_cancellation_before_the_run_began_is_found_by_its_first_visit(desk: Desk) -> None:
    posted(desk)
    load_id = desk.sql("SELECT load_id FROM booking.loads")[0]["load_id"]
    assert desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "shipper"}).status == 202

    with pytest.raises(RejectedError) as refusal:
        enter_sourcing(desk, 1)

    assert type(refusal.value).__name__ == "LoadCancelled"


def test_a_broadcast_to_nobody_is_open_after_the_first_visit(desk: Desk) -> None:
    post_id = posted(desk, groups=[])
    enter_sourcing(desk, 1)

    assert desk.get(f"/v1/posts/{post_id}", carrier(77)).status == 200
    assert desk.post(f"/v1/posts/{post_id}/book-now", {}, carrier(77)).status == 202
