from datetime import timedelta
from typing import Any

import pytest

from tests.lambdas.booking.api.people import VIEWER, Person
from tests.lambdas.messaging.api.desk import Desk
from tests.lambdas.messaging.surroundings import DRIVER, NOW

STRANGER = Person("member", "other")
TEMPLATE: dict[str, Any] = {"variants": {"en": {"text": "Hi {{contact.name}}, call us."}}}
DUE = (NOW + timedelta(hours=2)).isoformat()


def planned(desk: Desk, **changes: Any) -> dict[str, Any]:
    desk.put("/v1/templates/hello", TEMPLATE)
    recipient = {"name": "Sam", "phone": DRIVER}
    answer = desk.post(
        "/v1/messages", {"template": "hello", "recipient": recipient, "due_at": DUE, **changes}
    )
    assert answer.status == 201, answer.raw
    body: dict[str, Any] = answer.body
    return body


def test_a_planned_message_starts_its_run(desk: Desk) -> None:
    message = planned(desk)

    [started] = desk.stepfunctions.started
    assert started["name"] == message["message_id"]
    assert started["input"]["step"] == {"next": "PLANNED", "seconds": 7_200}
    assert message["status"] == "PLANNED"
    assert desk.events.names == ["MessagePlanned"]


@pytest.mark.parametrize(
    ("phone", "reason"),
    [("+18005550100", "toll-free"), ("+19005550199", "premium"), ("+442079460000", "landline")],
)
def test_a_number_that_takes_no_texts_is_refused_with_the_reason(desk: Desk, phone: str, reason: str) -> None:
    desk.put("/v1/templates/hello", TEMPLATE)

    refused = desk.post("/v1/messages", {"template": "hello", "recipient": {"name": "Sam", "phone": phone}})

    assert refused.status == 422
    assert reason in refused.body["errors"][0]["reason"]


def test_a_message_whose_value_is_missing_is_refused(desk: Desk) -> None:
    desk.put("/v1/templates/hello", TEMPLATE)

    refused = desk.post("/v1/messages", {"template": "hello", "recipient": {"phone": DRIVER}})

    assert refused.status == 422
    assert "contact.name" in refused.body["errors"][0]["reason"]


def test_a_message_is_moved_and_cancelled_until_it_goes_out(desk: Desk) -> None:
    path = f"/v1/messages/{planned(desk)['message_id']}"

    moved = desk.post(f"{path}/move", {"due_at": (NOW + timedelta(hours=4)).isoformat()})
    cancelled = desk.post(f"{path}/cancel", {"reason": "The driver called"})

    assert (moved.status, cancelled.status) == (200, 200)
    assert (cancelled.body["status"], cancelled.body["reason"]) == ("CANCELLED", "The driver called")
    assert desk.post(f"{path}/move", {"due_at": DUE}).status == 409
    assert desk.events.names == ["MessagePlanned", "MessageMoved", "MessageCancelled"]


@pytest.mark.parametrize(
    ("action", "body", "step"),
    [
        ("move", {"due_at": (NOW + timedelta(hours=4)).isoformat()}, {"next": "PLANNED", "seconds": 14_400}),
        ("cancel", {"reason": "The driver called"}, {"next": "CANCELLED", "seconds": 1}),
    ],
)
def test_a_message_that_is_moved_or_cancelled_answers_the_wait_of_its_run(
    desk: Desk, action: str, body: dict[str, str], step: dict[str, Any]
) -> None:
    # given: its run waits in PLANNED
    message_id = planned(desk)["message_id"]
    wait_key = f"{message_id}/PLANNED/2027-03-10T16:00:00.000Z"
    desk.sql("UPDATE messaging.messages SET wait_key = :wait_key", wait_key=wait_key)

    # when
    desk.post(f"/v1/messages/{message_id}/{action}", body)

    # then
    assert desk.stepfunctions.succeeded == [{"token": f"token:{wait_key}", "output": step}]


def test_other_workspaces_see_nothing(desk: Desk) -> None:
    path = f"/v1/messages/{planned(desk)['message_id']}"

    assert desk.get(path, STRANGER).status == 404
    assert desk.post(f"{path}/cancel", {"reason": "x"}, STRANGER).status == 404
    assert desk.get("/v1/messages", STRANGER).body == {"messages": []}
    assert desk.get("/v1/templates/hello", STRANGER).status == 404
    assert len(desk.get("/v1/messages").body["messages"]) == 1


def test_a_viewer_plans_nothing(desk: Desk) -> None:
    assert desk.post("/v1/messages", {"template": "x", "recipient": {"phone": DRIVER}}, VIEWER).status == 403


def test_a_preview_tells_parts_and_cost(desk: Desk) -> None:
    desk.put("/v1/templates/hello", TEMPLATE)

    shown = desk.post("/v1/messages/preview", {"template": "hello", "variables": {"contact.name": "Señor ☎"}})

    assert (shown.body["encoding"], len(shown.body["parts"])) == ("UCS-2", 1)
    assert shown.body["cost_micros"] > 0


def test_a_template_with_an_unknown_variable_cannot_be_saved(desk: Desk) -> None:
    refused = desk.put("/v1/templates/hello", {"variants": {"en": {"text": "Hi {{driver.fist_name}}"}}})

    assert refused.status == 422
    assert "driver.first_name" in refused.body["errors"][0]["reason"]


def test_the_same_template_again_is_no_new_version(desk: Desk) -> None:
    assert [desk.put("/v1/templates/hello", TEMPLATE).body["version"] for _ in range(2)] == [1, 1]
    other = {"variants": {"en": {"text": "Hello {{contact.name}}"}}}
    assert desk.put("/v1/templates/hello", other).body["version"] == 2


def test_templates_that_ship_are_there(desk: Desk) -> None:
    names = {template["name"] for template in desk.get("/v1/templates").body["templates"]}

    assert {"load_offer", "driver_assigned", "pod_request"} <= names
