"""Idempotency-Key, on DynamoDB as moto plays it."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.lambdas.booking.api.bodies import CARRIERS, TARGET, money, post_body
from tests.lambdas.booking.api.desk import Desk, make_desk
from tests.lambdas.booking.api.people import BROKER, Person, carrier
from tests.lambdas.booking.api.tables import tables

KEY = {"Idempotency-Key": "k-1"}


@pytest.fixture
def desk(migrated_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with tables(monkeypatch) as dynamodb:
        desk = make_desk(migrated_database, dynamodb=dynamodb)
        yield desk
        desk.dependencies.database.close()


def test_same_key_and_body_give_the_same_answer_and_one_effect(desk: Desk) -> None:
    post_id = desk.sourcing()
    body = {"rate": money(TARGET + 10)}
    first = desk.post(f"/v1/posts/{post_id}/offers", body, carrier(CARRIERS[0]), KEY)

    again = desk.post(f"/v1/posts/{post_id}/offers", dict(reversed(body.items())), carrier(CARRIERS[0]), KEY)

    assert (first.status, again.status) == (202, 202), again.raw
    assert again.raw == first.raw
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert desk.events.names.count("OfferReceived") == 1


def test_same_key_and_another_body_is_409(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/post", post_body(), BROKER, KEY)

    other = desk.post(f"/v1/loads/{load_id}/post", post_body(ceiling_rate=None), BROKER, KEY)

    assert (other.status, other.body["type"]) == (409, "urn:chain:problem:key-reused")


def test_refusals_are_kept_with_their_status(desk: Desk) -> None:
    load_id = desk.load()
    desk.sql("UPDATE booking.loads SET status = 'CLOSED'")
    first = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, BROKER, KEY)
    desk.sql("UPDATE booking.loads SET status = 'AVAILABLE'")

    again = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, BROKER, KEY)

    assert (first.status, again.status, again.raw) == (409, 409, first.raw)


def test_a_failure_is_not_kept(desk: Desk) -> None:
    load_id = desk.load()
    desk.sql("ALTER TABLE booking.loads RENAME TO lost")
    assert desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, BROKER, KEY).status == 500
    desk.sql("ALTER TABLE booking.lost RENAME TO loads")

    assert desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, BROKER, KEY).status == 202


def test_a_key_is_its_callers_workspaces_and_routes_own(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, BROKER, KEY)

    elsewhere = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "r"}, Person("member", "other"), KEY)
    colleague = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "x"}, Person("admin"), KEY)
    other_route = desk.post(
        f"/v1/loads/{load_id}/review", {"decision": "approve", "reason": "r"}, BROKER, KEY
    )

    assert elsewhere.status == 404
    assert colleague.status == 202
    assert other_route.body["type"] == "urn:chain:problem:state-conflict"


def test_a_key_in_use_is_409_and_asks_to_try_again(desk: Desk) -> None:
    load_id = desk.load()
    seen = []

    def ask_again(**_asked: object) -> None:
        seen.append(desk.post(f"/v1/loads/{load_id}/post", post_body(), BROKER, KEY))

    desk.stepfunctions.start_execution = ask_again  # type: ignore[method-assign]
    assert desk.post(f"/v1/loads/{load_id}/post", post_body(), BROKER, KEY).status == 202

    assert (seen[0].status, seen[0].body["type"]) == (409, "urn:chain:problem:request-in-progress")
    assert seen[0].headers["Retry-After"] == "1"


@pytest.mark.parametrize("key", ["x" * 256, "schlüssel", "a\tb"])
def test_an_unusable_key_is_refused(desk: Desk, key: str) -> None:
    refused = desk.post("/v1/loads/x/cancel", {"reason": "r"}, BROKER, {"Idempotency-Key": key})

    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_what_asks_to_be_sent_again_is_not_kept(desk: Desk) -> None:
    load_id = desk.load()
    post_id = desk.post(f"/v1/loads/{load_id}/post", post_body(groups=[])).body["post_id"]
    path = f"/v1/posts/{post_id}/book-now"
    body = {"dot_number": CARRIERS[0]}
    opening = desk.post(path, body, BROKER, KEY)
    desk.open_post(UUID(post_id))

    again = desk.post(path, body, BROKER, KEY | {"Prefer": "respond-async"})

    assert (opening.status, opening.headers["Retry-After"]) == (409, "1"), opening.raw
    assert again.status == 202, again.raw
