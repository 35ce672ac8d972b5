"""Idempotency-Key on messaging's API, on DynamoDB as moto plays it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.lambdas.booking.api.people import BROKER
from tests.lambdas.booking.api.rest import Answered
from tests.lambdas.booking.api.tables import tables
from tests.lambdas.messaging.api.desk import Desk, desk_on
from tests.lambdas.messaging.surroundings import DRIVER


@pytest.fixture
def desk(migrated_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with tables(monkeypatch) as dynamodb, desk_on(migrated_database, dynamodb) as made:
        made.put("/v1/templates/hello", {"variants": {"en": {"text": "Call us."}}})
        yield made


def planned(desk: Desk, phone: str = DRIVER) -> Answered:
    body: dict[str, Any] = {"template": "hello", "recipient": {"phone": phone}}
    return desk.post("/v1/messages", body, BROKER, **{"Idempotency-Key": "k-1"})


def test_same_key_and_body_plan_one_message(desk: Desk) -> None:
    first, again = planned(desk), planned(desk)

    assert (first.status, again.status) == (201, 201), again.raw
    assert again.raw == first.raw
    assert [run["name"] for run in desk.stepfunctions.started] == [first.body["message_id"]]


def test_same_key_and_another_body_is_409(desk: Desk) -> None:
    planned(desk)

    other = planned(desk, "+13175550144")

    assert (other.status, other.body["type"]) == (409, "urn:chain:problem:key-reused")


def test_a_failure_is_not_kept(desk: Desk) -> None:
    desk.sql("ALTER TABLE messaging.messages RENAME TO lost")
    assert planned(desk).status == 500
    desk.sql("ALTER TABLE messaging.lost RENAME TO messages")

    assert planned(desk).status == 201
