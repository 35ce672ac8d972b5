"""Rules at work: what events of booking and tracking plan, move and cancel, on the real machine."""

from datetime import timedelta
from typing import Any

import pytest

from lambdas.messaging.actions.loads import read_load
from lambdas.messaging.actions.steering import assigned_of
from lambdas.messaging.autopilot.pack import check_calls
from lambdas.shared.json_text import Json
from schemas.messaging.autopilot import Rule
from tests.lambdas.messaging.surroundings import DRIVER, NOW
from tests.lambdas.messaging.workflow.load_events import LOAD, PICKUP, received, tell
from tests.lambdas.messaging.workflow.run import MessageRun


def enable_check_calls(run: MessageRun) -> None:
    """The pack that ships, switched on."""
    for rule in check_calls():
        run.sql(
            """INSERT INTO messaging.rules (workspace_id, name, enabled, document, changed_by)
            VALUES ('acme', :name, true, CAST(:document AS jsonb), 'tests')""",
            name=rule.rule_id,
            document=Json(rule.model_copy(update={"enabled": True})),
        )


def with_driver(run: MessageRun) -> None:
    """A dispatched load whose driver has been told, with the pack of check calls enabled."""
    enable_check_calls(run)
    tell(run, "LoadReceived", received())
    tell(run, "DriverAssigned", {"driver": {"name": "Sam Roe", "phone": DRIVER}, "truck_number": "12"})
    tell(run, "LoadDispatched", {"booking_id": "b"})


def planned(run: MessageRun, status: str = "PLANNED") -> dict[str, Any]:
    rows = run.sql(
        """SELECT template, due_at FROM messaging.messages
        WHERE rule IS NOT NULL AND status = :status ORDER BY due_at""",
        status=status,
    )
    return {row["template"]: row["due_at"] for row in rows}


def test_the_driver_is_told_about_the_load(run: MessageRun) -> None:
    with_driver(run)

    assert "load 48000" in run.providers.sent[0].body
    assert run.providers.addresses == [DRIVER]


def test_rules_plan_around_the_appointments(run: MessageRun) -> None:
    with_driver(run)

    assert planned(run)["check_call_pickup_no_eta"] == PICKUP - timedelta(hours=2)


def test_what_time_alone_makes_true_is_said_then_and_once(run: MessageRun) -> None:
    soon = [{"fact": "stop.appointment", "operator": "within_minutes", "value": 60}]
    rule = Rule.model_validate(
        {
            "rule_id": "soon",
            "name": "Soon",
            "enabled": True,
            "trigger": {"kind": "when_true"},
            "conditions": [soon],
            "actions": [{"kind": "message", "template": "check_call_pickup_no_eta"}],
        }
    )
    run.sql(
        """INSERT INTO messaging.rules (workspace_id, name, enabled, document, changed_by)
        VALUES ('acme', 'soon', true, CAST(:document AS jsonb), 'tests')""",
        document=Json(rule),
    )
    tell(run, "LoadReceived", received())
    tell(run, "DriverAssigned", {"driver": {"name": "Sam Roe", "phone": DRIVER}, "truck_number": "12"})
    tell(run, "LoadDispatched", {"booking_id": "b"})
    tell(run, "LoadReceived", received(PICKUP + timedelta(hours=1)))

    run.advance(5 * 3_600)
    early = planned(run, "PROVIDER_ACCEPTED")
    run.advance(3_601)

    assert (early, list(planned(run, "PROVIDER_ACCEPTED"))) == ({}, ["check_call_pickup_no_eta"])
    assert [told["template"] for told in run.details("MessagePlanned")].count("check_call_pickup_no_eta") == 1


def test_a_moved_appointment_moves_the_timer_in_the_same_run(run: MessageRun) -> None:
    with_driver(run)
    before = run.sql("SELECT count(*) AS n FROM messaging.messages WHERE rule IS NOT NULL")

    tell(run, "LoadReceived", received(PICKUP + timedelta(hours=3)))

    assert planned(run)["check_call_pickup_no_eta"] == PICKUP + timedelta(hours=1)
    assert run.sql("SELECT count(*) AS n FROM messaging.messages WHERE rule IS NOT NULL") == before
    assert run.details("MessageMoved")[0]["reason"] == "anchor_moved"


@pytest.mark.parametrize(
    ("event", "reason"), [("LoadCancelled", "load_cancelled"), ("CarrierBounced", "driver_unassigned")]
)
def test_what_ends_the_load_cancels_what_is_planned(run: MessageRun, event: str, reason: str) -> None:
    with_driver(run)
    sent = len(run.providers.sent)

    tell(run, event, {"reason": "x"})
    run.advance(3 * 86_400)

    assert planned(run) == {}
    assert {told["reason"] for told in run.details("MessageCancelled")} == {reason}
    assert len(run.providers.sent) == sent


def test_another_driver_is_asked_instead(run: MessageRun) -> None:
    with_driver(run)

    tell(run, "CarrierBounced")
    tell(run, "LoadConfirmed", {"booking_id": "c"})
    tell(run, "DriverAssigned", {"driver": {"name": "Al", "phone": "+13175550144"}, "truck_number": "7"})

    assert planned(run)["check_call_pickup_no_eta"] == PICKUP - timedelta(hours=2)
    run.advance(4 * 3_600 + 60)
    assert run.providers.addresses[-1] == "+13175550144"


def test_nothing_is_sent_after_delivery_but_the_request_for_the_proof(run: MessageRun) -> None:
    with_driver(run)

    tell(run, "LoadDelivered", {"delivered_at": NOW.isoformat(), "booking_id": "b"})
    run.advance(5 * 86_400)

    sent = {row["template"] for row in run.sql(
        "SELECT template FROM messaging.messages JOIN messaging.deliveries USING (message_id)"
    )}  # fmt: skip
    assert sent <= {"driver_assigned", "pod_request"}


def an_assignment(run: MessageRun, **changed: Any) -> None:
    """Two hours before the pickup a load without a driver is the night desk's, and Dana's."""
    anchor = {"event": "appointment", "stop": "first_pickup"}
    document = {
        "rule_id": "uncovered",
        "name": "No driver two hours before pickup",
        "enabled": True,
        "trigger": {"kind": "relative", "anchor": anchor, "minutes": -120},
        "conditions": [[{"fact": "driver.assigned", "operator": "is_false"}]],
        "actions": [{"kind": "assign", "users": ["night desk", "Dana"], **changed}],
    }
    run.sql(
        """INSERT INTO messaging.rules (workspace_id, name, enabled, document, changed_by)
        VALUES ('acme', 'uncovered', true, CAST(:document AS jsonb), 'tests')""",
        document=Json(Rule.model_validate(document)),
    )
    tell(run, "LoadReceived", received())


def test_a_load_is_given_to_desks_when_the_rule_says(run: MessageRun) -> None:
    # given
    an_assignment(run, delay_minutes=30)

    # when
    run.advance(4.5 * 3_600 - 60)
    before = run.details("LoadAssigned")
    run.advance(120)

    # then
    assert before == []
    given = [(told["assignee"], told["rule"], told["load_id"]) for told in run.details("LoadAssigned")]
    assert given == [("night desk", "uncovered", str(LOAD)), ("Dana", "uncovered", str(LOAD))]
    assert run.providers.sent == []
    row = read_load(run.dependencies, "acme", LOAD)
    assert row is not None
    assert sorted(assigned_of(row)) == ["Dana", "night desk"]


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("DriverAssigned", {"driver": {"name": "Al", "phone": DRIVER}, "truck_number": "7"}),
        ("LoadCancelled", {"reason": "x"}),
    ],
)
def test_a_load_that_needs_no_desk_any_more_is_given_to_none(
    run: MessageRun, event: str, data: dict[str, Any]
) -> None:
    an_assignment(run)

    tell(run, event, data)
    run.advance(5 * 3_600)

    assert run.details("LoadAssigned") == []


def test_a_driver_who_was_assigned_before_the_load_is_known_is_told_once_it_is(run: MessageRun) -> None:
    tell(run, "DriverAssigned", {"driver": {"name": "Sam Roe", "phone": DRIVER}, "truck_number": "12"})
    assert run.providers.sent == []

    tell(run, "LoadReceived", received())
    tell(run, "LoadReceived", received(PICKUP + timedelta(hours=1)))

    assert [text.body.count("load 48000") for text in run.providers.sent] == [1]
