"""What is checked again when an action is due."""

from dataclasses import replace
from typing import Any

import pytest

from lambdas.messaging.autopilot.planner import plan, recheck
from tests.lambdas.messaging.autopilot.builders import (
    a_load,
    a_rule,
    condition,
)
from tests.lambdas.messaging.autopilot.plans import FRIDAY


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        ({}, None),
        ({"tracking_active": False}, "conditions_not_met"),
        ({"driver_assigned": False}, "driver_unassigned"),
        ({"status": "CANCELLED"}, "load_cancelled"),
        ({"delivered_at": FRIDAY}, "delivered"),
    ],
)
def test_everything_is_checked_again_when_an_action_is_due(load: dict[str, Any], reason: str | None) -> None:
    rule = a_rule(conditions=[condition("tracking.active", "is_true")])
    (firing,) = plan([rule], a_load(tracking_active=True), FRIDAY).firings

    found = recheck(firing, rule, a_load(**{"tracking_active": True, **load}), firing.due_at)

    assert (found.reason if found else None) == reason


def test_a_rule_that_is_off_or_gone_and_a_stop_that_is_gone_are_noticed() -> None:
    (firing,) = plan([a_rule()], a_load(), FRIDAY).firings

    off = recheck(firing, a_rule(enabled=False), a_load(), firing.due_at)
    gone = recheck(firing, None, a_load(), firing.due_at)
    no_stop = recheck(replace(firing, stop=9), a_rule(), a_load(), firing.due_at)
    assert [one.reason for one in (off, gone, no_stop) if one] == ["disabled", "rule_deleted", "stop_removed"]
