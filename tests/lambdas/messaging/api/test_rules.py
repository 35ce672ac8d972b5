"""Rules through the API, and what a load's autopilot tells of them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from lambdas.shared.json_text import Json
from tests.lambdas.booking.api.people import Person
from tests.lambdas.messaging.api.desk import Desk
from tests.lambdas.messaging.surroundings import DRIVER, NOW

LOAD = UUID(int=1)
RULE = "/v1/autopilot-rules/soon"
AUTOPILOT = f"/v1/loads/{LOAD}/autopilot"
STRANGER = Person("owner", "other")


def a_rule(**changes: Any) -> dict[str, Any]:
    """Two hours before the pickup, on."""
    anchor = {"event": "appointment", "stop": "first_pickup"}
    return {
        "name": "Soon",
        "enabled": True,
        "trigger": {"kind": "relative", "anchor": anchor, "minutes": -120},
        "actions": [{"kind": "message", "template": "check_call_pickup_no_eta"}],
        **changes,
    }


def a_load(desk: Desk) -> None:
    """Its pickup is in six hours, in Dallas."""
    pickup = NOW + timedelta(hours=6)
    stop = {
        "sequence": 1,
        "type": "pickup",
        "city": "Dallas",
        "state": "TX",
        "time_zone": "America/Chicago",
        "start": pickup.isoformat(),
        "end": pickup.isoformat(),
    }
    facts = {"status": "DISPATCHED", "load_number": "48000", "stops": [stop], "driver": {"phone": DRIVER}}
    desk.sql(
        """INSERT INTO messaging.loads (load_id, workspace_id, facts, edges, updated_at)
        VALUES (CAST(:id AS uuid), 'acme', CAST(:facts AS jsonb), '{}', now())""",
        id=LOAD,
        facts=Json(facts),
    )


def statuses(desk: Desk) -> list[str]:
    return [message["status"] for message in desk.get("/v1/messages").body["messages"]]


def test_a_load_tells_which_rule_fires_when_and_why_not(desk: Desk) -> None:
    a_load(desk)
    desk.put(RULE, a_rule())
    desk.put("/v1/autopilot-rules/off", a_rule(enabled=False))

    told = desk.get(AUTOPILOT).body

    due = (NOW + timedelta(hours=4)).isoformat().replace("+00:00", "Z")
    [firing] = told["firings"]
    assert (firing["rule_id"], firing["due_at"], told["next_at"]) == ("soon", due, due)
    assert (firing["local_time"], firing["time_zone"]) == ("2027-03-10T14:00-06:00", "America/Chicago")
    assert [(one["rule_id"], one["reason"]) for one in told["not_firing"]] == [("off", "disabled")]


def test_a_rule_that_is_deleted_takes_its_timers_with_it(desk: Desk) -> None:
    a_load(desk)
    desk.put(RULE, a_rule())
    before = statuses(desk)

    deleted = desk.delete(RULE)

    assert (deleted.status, deleted.body["name"], before) == (200, "Soon", ["PLANNED"])
    assert statuses(desk) == ["CANCELLED"]
    assert desk.get(RULE).status == desk.delete(RULE).status == 404
    assert desk.get(AUTOPILOT).body["firings"] == []


def test_other_workspaces_neither_see_nor_delete_a_rule(desk: Desk) -> None:
    a_load(desk)
    desk.put(RULE, a_rule())

    assert desk.get(RULE, STRANGER).status == desk.delete(RULE, STRANGER).status == 404
    assert desk.get(AUTOPILOT, STRANGER).status == 404
    assert desk.get(RULE).status == 200


def test_a_member_deletes_no_rule(desk: Desk) -> None:
    desk.put(RULE, a_rule())

    assert desk.delete(RULE, Person("member")).status == 403
