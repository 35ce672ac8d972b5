"""Plans to compare, and what property tests draw them from."""

from datetime import datetime

from hypothesis import strategies as st

from lambdas.messaging.autopilot.changes import Planned
from lambdas.messaging.autopilot.plan import Plan
from tests.lambdas.messaging.autopilot.builders import a_load, a_rule, a_stop, at, condition, relative

FRIDAY = at("2027-03-12 12:00")


def due(plan_: Plan) -> list[tuple[str, int | None, datetime]]:
    return [(firing.rule.rule_id, firing.stop, firing.due_at) for firing in plan_.firings]


def reasons(plan_: Plan) -> dict[str, str]:
    return {one.rule.rule_id: one.reason for one in plan_.not_firing}


def planned(made: Plan) -> list[Planned]:
    return [Planned(one.key, one.due_at, one.rule.rule_id, one.stop) for one in made.firings]


LOADS = st.builds(
    lambda flags, eta: a_load(
        a_stop(1, eta=at("2027-03-13 08:30") if eta else None),
        a_load().stops[1],
        tracking_active=flags[0],
        driver_assigned=flags[1],
        status="CANCELLED" if flags[2] else "DISPATCHED",
        delivered_at=FRIDAY if flags[3] else None,
        held=flags[4],
    ),
    st.tuples(*[st.booleans()] * 5),
    st.booleans(),
)
RULES = st.lists(
    st.builds(
        lambda number, sequence, variant, minutes, event, fact: a_rule(
            f"r{number}",
            sequence=sequence,
            variant=variant,
            trigger=relative(event, "each_stop", minutes),
            conditions=[condition(*fact)] if fact else [],
        ),
        st.integers(0, 9),
        st.sampled_from([None, 1, 2]),
        st.sampled_from("abc"),
        st.sampled_from([-120, -5, 0, 60]),
        st.sampled_from(["appointment", "eta"]),
        st.sampled_from([None, ("tracking.active", "is_true"), ("tracking.active", "is_false")]),
    ),
    max_size=6,
    unique_by=lambda rule: rule.rule_id,
)
