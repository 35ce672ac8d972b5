"""Of rules with one sequence number, one fires for a load and an anchor."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.messaging.autopilot.facts import Load
from lambdas.messaging.autopilot.planner import plan, recheck
from schemas.messaging.autopilot import Rule
from tests.lambdas.messaging.autopilot.builders import (
    a_load,
    a_rule,
    at,
    condition,
)
from tests.lambdas.messaging.autopilot.plans import FRIDAY, LOADS, RULES, reasons


def variants() -> list[Rule]:
    tracked = condition("tracking.active", "is_true")
    return [
        a_rule("b", sequence=1, variant="b"),
        a_rule("a", sequence=1, variant="a", conditions=[tracked]),
    ]


@pytest.mark.parametrize(
    ("tracked", "fires", "silent"), [(True, "a", "excluded"), (False, "b", "conditions_not_met")]
)
def test_of_a_sequence_number_one_variant_fires(tracked: bool, fires: str, silent: str) -> None:
    made = plan(variants(), a_load(tracking_active=tracked), FRIDAY)

    assert [one.rule.rule_id for one in made.firings] == [fires]
    assert set(reasons(made).values()) == {silent}


def test_a_variant_that_has_fired_keeps_the_number() -> None:
    (firing,) = plan(variants(), a_load(), at("2027-03-13 07:00")).firings

    made = plan(variants(), a_load(tracking_active=True), at("2027-03-13 07:05"), fired={firing.key})

    assert reasons(made) == {"a": "excluded", "b": "already_fired"}


@settings(max_examples=60, deadline=None)
@given(RULES, LOADS, st.randoms())
def test_one_rule_fires_for_a_number_at_a_stop_in_whatever_order_rules_come(
    rules: list[Rule], load: Load, random: Any
) -> None:
    made = plan(rules, load, FRIDAY)
    shuffled = sorted(rules, key=lambda _: random.random())

    assert plan(shuffled, load, FRIDAY) == made
    slots = [(one.rule.sequence, one.stop) for one in made.firings if one.rule.sequence is not None]
    assert len(slots) == len(set(slots))
    assert all(recheck(one, one.rule, load, FRIDAY) is None for one in made.firings)
    told = {one.rule.rule_id for one in made.firings} | set(reasons(made))
    assert {rule.rule_id for rule in rules} == told
