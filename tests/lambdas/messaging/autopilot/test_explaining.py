"""A plan, as people are told it."""

from datetime import UTC, datetime

from lambdas.messaging.autopilot.explaining import explained
from lambdas.messaging.autopilot.plan import Firing
from lambdas.messaging.autopilot.planner import plan
from tests.lambdas.messaging.autopilot.builders import a_load, a_rule, at, relative
from tests.lambdas.messaging.autopilot.plans import FRIDAY


def test_a_plan_is_told_in_utc_and_on_the_stops_clock() -> None:
    rules = [
        a_rule("delivery", trigger=relative("appointment", "last_delivery", -120)),
        a_rule("off", enabled=False),
    ]

    view = explained(plan(rules, a_load(), FRIDAY), a_load(), FRIDAY)

    assert view.next_at == datetime(2027, 3, 14, 14, tzinfo=UTC)
    (firing,), (silent,) = view.firings, view.not_firing
    assert (firing.local_time, firing.time_zone) == ("2027-03-14T10:00-04:00", "America/New_York")
    assert (silent.rule_id, silent.reason, silent.would_be_at) == ("off", "disabled", at("2027-03-13 07:00"))
    assert isinstance(plan(rules, a_load(), FRIDAY).firings[0], Firing)
