"""From one plan to the next: what is moved, cancelled, kept."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings

from lambdas.messaging.autopilot.changes import Changes, Planned, changes
from lambdas.messaging.autopilot.facts import Load
from lambdas.messaging.autopilot.planner import plan
from schemas.messaging.autopilot import Rule
from tests.lambdas.messaging.autopilot.builders import (
    a_load,
    a_rule,
    a_stop,
    at,
    relative,
)
from tests.lambdas.messaging.autopilot.plans import FRIDAY, LOADS, RULES, planned


def applied(before: list[Planned], change: Changes) -> dict[str, datetime]:
    state = {one.key: one.due_at for one in before}
    for cancel in change.cancel:
        del state[cancel.key]
    state |= {move.key: move.due_at for move in change.move}
    return state | {firing.key: firing.due_at for firing in change.plan}


def test_a_moved_appointment_moves_its_timers_and_keeps_the_others() -> None:
    rules = [a_rule("pickup"), a_rule("delivery", trigger=relative("appointment", "last_delivery", -120))]
    before = planned(plan(rules, a_load(), FRIDAY))
    later = a_load(a_stop(1, start="2027-03-13 15:00"), a_load().stops[1])

    change = changes(before, plan(rules, later, FRIDAY))

    assert [(move.key.split("/")[1], move.due_at) for move in change.move] == [
        ("pickup", at("2027-03-13 13:00"))
    ]
    assert (change.plan, change.cancel, len(change.keep)) == ((), (), 1)


@pytest.mark.parametrize(
    ("changed", "rules", "reason"),
    [
        ({"driver_assigned": False}, True, "driver_unassigned"),
        ({"status": "CANCELLED"}, True, "load_cancelled"),
        ({"delivered_at": FRIDAY}, True, "delivered"),
        ({}, False, "rule_deleted"),
    ],
)
def test_what_must_not_be_sent_any_more_is_cancelled_with_its_reason(
    changed: dict[str, Any], rules: bool, reason: str
) -> None:
    before = planned(plan([a_rule()], a_load(), FRIDAY))

    change = changes(before, plan([a_rule()] if rules else [], a_load(**changed), FRIDAY))

    assert [cancel.reason for cancel in change.cancel] == [reason]


def test_a_stop_that_is_gone_cancels_its_timers() -> None:
    load = a_load(a_stop(1), a_stop(2, start="2027-03-13 12:00"), a_stop(3, "delivery", "2027-03-14 12:00"))
    before = planned(plan([a_rule()], load, FRIDAY))

    change = changes(before, plan([a_rule()], a_load(load.stops[0], load.stops[2]), FRIDAY))

    assert [cancel.reason for cancel in change.cancel] == ["stop_removed"]


@settings(max_examples=60, deadline=None)
@given(RULES, LOADS, RULES, LOADS)
def test_changes_lead_from_one_plan_to_the_next_and_then_to_nothing(
    rules: list[Rule], load: Load, other_rules: list[Rule], other_load: Load
) -> None:
    before, after = planned(plan(rules, load, FRIDAY)), plan(other_rules, other_load, FRIDAY)

    change = changes(before, after)

    assert applied(before, change) == {one.key: one.due_at for one in after.firings}
    again = changes(planned(after), after)
    assert (again.plan, again.move, again.cancel) == ((), (), ())
