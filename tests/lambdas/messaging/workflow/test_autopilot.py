"""Rules at work: what events of booking and tracking plan, move and cancel, on the real machine."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from lambdas.messaging.actions.loads import read_load
from lambdas.messaging.actions.steering import assigned_of
from lambdas.messaging.autopilot.pack import check_calls
from lambdas.messaging.consumers.follow_loads import follow_loads, handler
from lambdas.shared.json_text import Json
from lambdas.shared.queues import BusEvent
from schemas.messaging.autopilot import Rule
from tests.lambdas.messaging.surroundings import DRIVER, NOW, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

LOAD = UUID(int=1)
PICKUP = NOW + timedelta(hours=6)
OFFER = {
    "offer_id": str(UUID(int=9)),
    "dot_number": 1001,
    "rate": {"amount": 185_000, "currency": "USD"},
    "contact": {"name": "Dana", "phone": DRIVER, "email": None},
    "expires_at": (NOW + timedelta(minutes=30)).isoformat(),
}


def stop(sequence: int, kind: str, at: Any) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "type": kind,
        "facility": "Lone Star",
        "city": "Dallas",
        "state": "TX",
        "time_zone": "America/Chicago",
        "start": at.isoformat(),
        "end": (at + timedelta(hours=1)).isoformat(),
    }


def received(pickup: Any = PICKUP) -> dict[str, Any]:
    stops = [stop(1, "pickup", pickup), stop(2, "delivery", pickup + timedelta(days=1))]
    return {"load_number": "48000", "external_id": "TMS-48000", "equipment": "V", "stops": stops}


def tell(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> None:
    """An event of booking or tracking comes over the bus."""
    assert run.consume(handler, on_the_bus(run, detail_type, data)) == []


def on_the_bus(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> str:
    metadata = {
        "id": str(run.dependencies.new_id()),
        "occurred_at": run.dependencies.clock().isoformat(),
        "workspace_id": "acme",
        "correlation_id": "demo",
    }
    detail = {"metadata": metadata, "data": {"load_id": str(LOAD), **(data or {})}}
    return json.dumps({"source": "chain.booking", "detail-type": detail_type, "detail": detail})


def as_event(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> BusEvent:
    return BusEvent.model_validate_json(on_the_bus(run, detail_type, data))


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


def test_an_offer_is_texted_to_the_carrier_and_its_answer_names_it(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())

    tell(run, "OfferSent", OFFER)
    run.write("2100")

    assert "$1,850" in run.providers.sent[0].body
    [reply] = run.details("ReplyReceived")
    assert (reply["intent"], reply["amount"], reply["subject_id"]) == (
        "counter",
        210_000,
        f"offer:{OFFER['offer_id']}",
    )


@pytest.mark.parametrize("repeated", [1, 2])
@pytest.mark.parametrize("first", ["LoadReceived", "OfferSent"])
def test_an_offer_and_its_load_come_in_any_order_and_however_often(
    run: MessageRun, first: str, repeated: int
) -> None:
    # given
    events = [as_event(run, "LoadReceived", received()), as_event(run, "OfferSent", OFFER)]
    in_order = sorted(events, key=lambda event: event.detail_type != first)

    # when
    for event in in_order * repeated:
        follow_loads(event, run.dependencies)
    run.settle()

    # then
    [text] = run.providers.sent
    assert "$1,850" in text.body
    assert "Dallas, TX" in text.body


def test_an_offer_and_its_load_that_are_read_at_once_are_texted_once(run: MessageRun) -> None:
    # given: the load arrives while the offer's function is between reading and writing
    load = as_event(run, "LoadReceived", received())
    clock, once = run.dependencies.clock, [load]

    def interrupted() -> datetime:
        if once:
            follow_loads(once.pop(), run.dependencies)
        return clock()

    # when
    follow_loads(as_event(run, "OfferSent", OFFER), run.dependencies._replace(clock=interrupted))
    run.settle()

    # then
    assert once == []
    assert len(run.providers.sent) == 1


def test_what_a_load_asked_for_is_done_by_the_next_try_if_its_function_died(
    run: MessageRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    tell(run, "OfferSent", OFFER)
    load = as_event(run, "LoadReceived", received())
    with monkeypatch.context() as killed:
        killed.setattr("lambdas.messaging.consumers.follow_loads.announce", _killed)
        with pytest.raises(KeyboardInterrupt):
            follow_loads(load, run.dependencies)

    # when
    follow_loads(load, run.dependencies)
    run.settle()

    # then
    assert len(run.providers.sent) == 1


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("ended", ["OfferExpired", "OfferDeclined", "LoadHeld", "HoldReleased"])
def test_an_offer_that_is_over_before_its_load_is_known_is_not_texted(run: MessageRun, ended: str) -> None:
    tell(run, "OfferSent", OFFER)
    tell(run, ended, {"offer_id": OFFER["offer_id"], "dot_number": 1001})

    tell(run, "LoadReceived", received())

    assert run.providers.sent == []


def test_an_offer_that_expired_before_its_load_is_known_is_not_texted(run: MessageRun) -> None:
    tell(run, "OfferSent", OFFER)
    run.advance(31 * 60)

    tell(run, "LoadReceived", received())

    assert run.providers.sent == []


def test_a_driver_who_was_assigned_before_the_load_is_known_is_told_once_it_is(run: MessageRun) -> None:
    tell(run, "DriverAssigned", {"driver": {"name": "Sam Roe", "phone": DRIVER}, "truck_number": "12"})
    assert run.providers.sent == []

    tell(run, "LoadReceived", received())
    tell(run, "LoadReceived", received(PICKUP + timedelta(hours=1)))

    assert [text.body.count("load 48000") for text in run.providers.sent] == [1]


def test_an_answer_finds_a_text_whose_sender_died_before_it_noted_the_id(run: MessageRun) -> None:
    # given
    tell(run, "LoadReceived", received())
    tell(run, "OfferSent", OFFER)
    [sent] = run.sql("SELECT provider_message_id FROM messaging.deliveries")
    run.plan(a_plan())
    run.sql("UPDATE messaging.texts SET provider_message_id = NULL")

    # when
    run.write("2100", answers=sent["provider_message_id"])

    # then
    assert [reply["subject_id"] for reply in run.details("ReplyReceived")] == [f"offer:{OFFER['offer_id']}"]


def test_an_offer_that_is_over_is_not_waited_for(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())
    tell(run, "OfferSent", OFFER)
    run.receive("DELIVERED")

    tell(run, "OfferExpired", {"offer_id": OFFER["offer_id"], "dot_number": 1001})

    [message] = run.sql("SELECT message_id, status FROM messaging.messages")
    assert message["status"] == run.states(message["message_id"])[-1] == "CANCELLED"


def test_the_same_event_again_plans_nothing_again(run: MessageRun) -> None:
    tell(run, "LoadReceived", received())

    tell(run, "OfferSent", OFFER)
    tell(run, "OfferSent", OFFER)

    assert len(run.providers.sent) == 1
