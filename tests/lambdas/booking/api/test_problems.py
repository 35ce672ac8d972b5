import base64
import json
from typing import Any

import pytest

from tests.lambdas.booking.api.bodies import load_body, money, post_body, stop
from tests.lambdas.booking.api.desk import Desk
from tests.lambdas.booking.api.people import BROKER, VIEWER, Person
from tests.lambdas.booking.api.rest import Answered, rest_event

PROBLEM = "application/problem+json"


def require_problem(answered: Answered, status: int) -> Any:
    assert answered.status == status, answered.raw
    assert answered.headers["Content-Type"] == PROBLEM
    assert answered.body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(answered.body)
    return answered.body


def test_everybody_may_ask_for_health(desk: Desk) -> None:
    assert desk.get("/v1/health", None).body == {"status": "ok"}


def test_an_unknown_path_and_a_wrong_method(desk: Desk) -> None:
    require_problem(desk.get("/v1/nothing"), 404)
    refused = desk.send(rest_event("DELETE", "/v1/loads/L1"))
    require_problem(refused, 405)
    assert refused.headers["Allow"] == "GET, PUT"


def test_no_token_no_workspace_no_role(desk: Desk) -> None:
    refused = desk.get("/v1/policy", None)
    require_problem(refused, 401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    require_problem(desk.get("/v1/policy", Person("stranger")), 403)
    require_problem(desk.get("/v1/policy", Person("carrier")), 403)
    require_problem(desk.put("/v1/loads/L1", load_body(), VIEWER), 403)


@pytest.mark.parametrize("groups", ["[member, other]", "other,member", ["other", "member"], "other member"])
def test_groups_are_read_however_the_gateway_writes_them(desk: Desk, groups: object) -> None:
    event = rest_event("GET", "/v1/policy")
    event["requestContext"]["authorizer"]["claims"]["cognito:groups"] = groups

    assert desk.send(event).status == 200


def test_a_body_over_256_kb_is_413(desk: Desk) -> None:
    filler = "x" * (256 * 1024 + 1)

    require_problem(desk.put("/v1/loads/L1", json.dumps({"notes": filler})), 413)
    event = rest_event("PUT", "/v1/loads/L1", base64.b64encode(filler.encode()).decode())
    require_problem(desk.send({**event, "isBase64Encoded": True}), 413)


def test_a_body_in_base64_is_read(desk: Desk) -> None:
    body = base64.b64encode(json.dumps(load_body()).encode()).decode()

    assert desk.send({**rest_event("PUT", "/v1/loads/L1", body), "isBase64Encoded": True}).status == 201


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "{'a': 1}",
        '{"weight_lb": NaN}',
        '{"notes": "a\\u0000b"}',
        '{"notes": "\\ud800"}',
        "[" * 100_000,
        "9" * 5_000,
    ],
)
def test_a_body_that_is_not_storable_json_is_400(desk: Desk, body: str) -> None:
    require_problem(desk.put("/v1/loads/L1", body), 400)


def test_a_body_that_is_not_utf8_is_400(desk: Desk) -> None:
    event = rest_event("PUT", "/v1/loads/L1", base64.b64encode(b'{"notes": "\xff"}').decode())

    require_problem(desk.send({**event, "isBase64Encoded": True}), 400)
    require_problem(desk.send({**event, "body": "%%%", "isBase64Encoded": True}), 400)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_another_media_type_is_415(desk: Desk, media_type: str) -> None:
    event = rest_event("PUT", "/v1/loads/L1", load_body(), headers={"Content-Type": media_type})

    require_problem(desk.send(event), 415)


@pytest.mark.parametrize("body", [None, "null", "[]", "3", '"text"'])
def test_a_body_that_is_no_object_is_422(desk: Desk, body: str | None) -> None:
    problem = require_problem(desk.put("/v1/loads/L1", body), 422)

    assert problem["errors"][0]["reason"]


def with_stop(**fields: Any) -> dict[str, Any]:
    return load_body(stops=[{**stop(1, "pickup", 10), **fields}, stop(2, "delivery", 11)])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (load_body(customer_charge={"amount": 10.0, "currency": "USD"}), "customer_charge.amount"),
        (load_body(customer_charge={"amount": "10", "currency": "USD"}), "customer_charge.amount"),
        (load_body(customer_charge={"amount": True, "currency": "USD"}), "customer_charge.amount"),
        (load_body(customer_charge={"amount": -1, "currency": "USD"}), "customer_charge.amount"),
        (load_body(customer_charge={"amount": 1, "currency": "dollars"}), "customer_charge.currency"),
        (with_stop(time_zone="Mars/Olympus"), "stops.0.time_zone"),
        (with_stop(time_zone="EST5EDT5"), "stops.0.time_zone"),
        (
            with_stop(appointment={"start": "2027-03-10T07:00:00", "end": "2027-03-10T08:00:00-05:00"}),
            "stops.0.appointment.start",
        ),
        (with_stop(type="layover"), "stops.0.type"),
        (load_body(stops=[]), "stops"),
        (load_body(equipment="van"), "equipment"),
        (load_body(weight_lb="heavy"), "weight_lb"),
        (load_body(source_version=-1), "source_version"),
        (load_body(source_version=2**60), "source_version"),
    ],
)
def test_an_invalid_load_names_the_field(desk: Desk, body: dict[str, Any], field: str) -> None:
    problem = require_problem(desk.put("/v1/loads/L1", body), 422)

    assert field in [error["field"] for error in problem["errors"]]


@pytest.mark.parametrize("external_id", ["-", "a b", "x" * 129, "é"])
def test_an_unusable_external_id_is_refused(desk: Desk, external_id: str) -> None:
    assert desk.put(f"/v1/loads/{external_id}", load_body()).status in (404, 422)


def test_a_problem_never_repeats_what_was_sent(desk: Desk) -> None:
    secret = "s3cr3t-token-that-is-no-token!"
    body = {"signer": {"name": "A"}, "link_token": secret}

    refused = desk.post("/v1/bookings/00000000-0000-0000-0000-000000000000/rate-confirmation/sign", body)

    require_problem(refused, 422)
    assert secret not in refused.raw


def test_a_database_that_is_away_is_503_and_is_not_described(desk: Desk) -> None:
    from tests.lambdas.booking.api.desk import make_desk  # noqa: PLC0415

    away = make_desk("postgresql://somebody:hidden@127.0.0.1:1/chain")

    refused = away.get("/v1/policy")

    require_problem(refused, 503)
    assert refused.headers["Retry-After"] == "1"
    assert "hidden" not in refused.raw
    assert "somebody" not in refused.raw


def test_a_failure_of_ours_is_500_and_is_not_described(desk: Desk) -> None:
    desk.sql("ALTER TABLE booking.workspaces RENAME COLUMN policy TO policies")

    refused = desk.get("/v1/policy", BROKER)
    desk.sql("ALTER TABLE booking.workspaces RENAME COLUMN policies TO policy")

    require_problem(refused, 500)
    assert "policies" not in refused.raw


def test_a_load_of_a_post_in_another_currency_is_refused(desk: Desk) -> None:
    load_id = desk.load()

    refused = desk.post(f"/v1/loads/{load_id}/post", post_body(ceiling_rate=money(9_000_000, "CAD")))

    require_problem(refused, 422)
