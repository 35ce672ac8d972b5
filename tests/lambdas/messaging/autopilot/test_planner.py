from datetime import datetime
from typing import Any

import pytest

from lambdas.messaging.autopilot.planner import plan
from tests.lambdas.messaging.autopilot.builders import (
    a_load,
    a_rule,
    a_stop,
    at,
    condition,
    exact,
    message,
    relative,
)
from tests.lambdas.messaging.autopilot.plans import FRIDAY, due, reasons


def test_a_relative_rule_fires_before_at_and_after_its_anchor() -> None:
    rules = [
        a_rule("before"),
        a_rule("at", trigger=relative("appointment", "each_delivery", 0)),
        a_rule("after", trigger=relative("appointment", "last_delivery", 60)),
    ]

    assert due(plan(rules, a_load(), FRIDAY)) == [
        ("before", 1, at("2027-03-13 07:00")),
        ("at", 2, at("2027-03-14 12:00", "America/New_York")),
        ("after", 2, at("2027-03-14 13:00", "America/New_York")),
    ]


def test_hours_are_hours_also_over_the_night_on_which_clocks_change() -> None:
    rule = a_rule(trigger=relative("appointment", "each_delivery", -11 * 60))

    (firing,) = plan([rule], a_load(), FRIDAY).firings

    assert firing.due_at == at("2027-03-14 00:00", "America/New_York")


@pytest.mark.parametrize(
    ("local_time", "zone", "expected"),
    [
        ("07:00", None, "2027-03-14T11:00+00:00"),
        ("07:00", "America/Chicago", "2027-03-14T12:00+00:00"),
        ("02:30", None, "2027-03-14T07:30+00:00"),
        ("01:30", None, "2027-03-14T06:30+00:00"),
    ],
)
def test_an_exact_time_is_the_clock_on_the_wall(local_time: str, zone: str | None, expected: str) -> None:
    rule = a_rule(trigger=exact("appointment", "last_delivery", local_time, time_zone=zone))

    (firing,) = plan([rule], a_load(), FRIDAY).firings

    assert firing.due_at == datetime.fromisoformat(expected)


def test_an_exact_time_may_be_on_the_day_before() -> None:
    rule = a_rule(trigger=exact("appointment", "first_pickup", "18:00", days=-1))

    assert due(plan([rule], a_load(), FRIDAY)) == [("rule", 1, at("2027-03-12 18:00"))]


def test_every_selected_stop_is_an_anchor_of_its_own() -> None:
    load = a_load(
        a_stop(1, "pickup", "2027-03-13 09:00"),
        a_stop(2, "pickup", "2027-03-13 12:00"),
        a_stop(3, "delivery", "2027-03-14 12:00"),
    )

    assert [stop for _, stop, _ in due(plan([a_rule(sequence=1)], load, FRIDAY))] == [1, 2]


def test_an_anchor_that_is_not_known_yet_is_told() -> None:
    rules = [
        a_rule("eta", trigger=relative("eta", "first_pickup", -5)),
        a_rule("departure", trigger=relative("departure", "first_pickup", 60)),
    ]

    assert reasons(plan(rules, a_load(), FRIDAY)) == {"eta": "anchor_unknown", "departure": "anchor_unknown"}


def test_an_eta_is_over_once_the_truck_is_there() -> None:
    arrived = a_stop(eta=at("2027-03-13 08:50"), arrived_at=at("2027-03-13 08:45"))
    rule = a_rule(trigger=relative("eta", "first_pickup", -5))

    assert reasons(plan([rule], a_load(arrived), at("2027-03-13 08:46"))) == {"rule": "anchor_unknown"}


@pytest.mark.parametrize(
    ("rule", "load", "reason"),
    [
        ({"enabled": False}, {}, "disabled"),
        ({}, {"status": "CANCELLED"}, "load_cancelled"),
        ({}, {"status": "BOUNCED"}, "load_cancelled"),
        ({}, {"driver_assigned": False}, "driver_unassigned"),
        (
            {"actions": [message(recipient="dispatcher")]},
            {"dispatcher_assigned": False},
            "dispatcher_unassigned",
        ),
        ({}, {"delivered_at": FRIDAY}, "delivered"),
        ({"until": "arrived"}, {"delivered_at": FRIDAY}, "delivered_or_arrived"),
        ({"until": "pod_received"}, {"pod_received_at": FRIDAY}, "pod_received"),
        ({"conditions": [condition("tracking.active", "is_true")]}, {}, "conditions_not_met"),
    ],
)
def test_what_silences_a_rule(rule: dict[str, Any], load: dict[str, Any], reason: str) -> None:
    made = plan([a_rule(**rule)], a_load(**load), FRIDAY)

    assert made.firings == ()
    assert reasons(made)["rule"] in reason


def test_only_a_rule_until_the_pod_speaks_after_delivery() -> None:
    load = a_load(delivered_at=FRIDAY)

    assert due(plan([a_rule(until="pod_received")], load, FRIDAY))


def test_a_rule_until_arrival_is_silent_for_stops_that_were_reached() -> None:
    first = a_stop(1, arrived_at=at("2027-03-12 11:00"))
    load = a_load(first, a_stop(2, start="2027-03-13 12:00"), a_stop(3, "delivery", "2027-03-14 12:00"))

    assert due(plan([a_rule(until="arrived")], load, FRIDAY)) == [("rule", 2, at("2027-03-13 10:00"))]


def test_what_is_a_little_late_is_done_and_what_is_long_over_is_missed() -> None:
    assert due(plan([a_rule()], a_load(), at("2027-03-13 07:15"))) == [("rule", 1, at("2027-03-13 07:00"))]
    assert reasons(plan([a_rule()], a_load(), at("2027-03-13 07:16"))) == {"rule": "missed"}


def test_what_was_done_is_not_done_again_even_if_its_anchor_moves() -> None:
    (firing,) = plan([a_rule()], a_load(), FRIDAY).firings
    moved = a_load(a_stop(1, start="2027-03-13 15:00"), a_load().stops[1])

    made = plan([a_rule()], moved, at("2027-03-13 08:00"), fired={firing.key})

    assert (made.firings, reasons(made)) == ((), {"rule": "already_fired"})


def test_each_action_has_its_delay_and_its_key() -> None:
    rule = a_rule(actions=[message(), {"kind": "assign", "users": ["night desk"], "delay_minutes": 30}])

    made = plan([rule], a_load(driver_assigned=False), FRIDAY)

    assert [(one.action.kind, one.due_at) for one in made.firings] == [("assign", at("2027-03-13 07:30"))]
    assert len({one.key for one in plan([rule], a_load(), FRIDAY).firings}) == 2


def test_a_person_in_the_thread_holds_messages_but_not_assignments() -> None:
    rule = a_rule(actions=[message(), {"kind": "assign", "users": ["night desk"]}])

    assert [one.held for one in plan([rule], a_load(held=True), FRIDAY).firings] == [True, False]
