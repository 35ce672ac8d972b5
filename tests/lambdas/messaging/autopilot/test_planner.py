from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambdas.messaging.autopilot.changes import Changes, Planned, changes
from lambdas.messaging.autopilot.edges import Edge
from lambdas.messaging.autopilot.explaining import explained
from lambdas.messaging.autopilot.facts import Load
from lambdas.messaging.autopilot.planner import Firing, Plan, plan, recheck
from schemas.messaging.autopilot import Rule
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

FRIDAY = at("2027-03-12 12:00")


def due(plan_: Plan) -> list[tuple[str, int | None, datetime]]:
    return [(firing.rule.rule_id, firing.stop, firing.due_at) for firing in plan_.firings]


def reasons(plan_: Plan) -> dict[str, str]:
    return {one.rule.rule_id: one.reason for one in plan_.not_firing}


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


# --- sequence numbers ---------------------------------------------------------------------------


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


# --- re-planning --------------------------------------------------------------------------------


def planned(made: Plan) -> list[Planned]:
    return [Planned(one.key, one.due_at, one.rule.rule_id, one.stop) for one in made.firings]


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


# --- the check when it fires --------------------------------------------------------------------


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


# --- the moment all conditions become true ------------------------------------------------------


def late_rule(**changes: Any) -> Rule:
    late = condition("stop.minutes_late", "greater_than", 30)
    return a_rule("late", trigger={"kind": "when_true"}, conditions=[late], **changes)


def with_eta(eta: str) -> Load:
    return a_load(a_stop(1, eta=at(eta)), a_load().stops[1])


def test_an_edge_fires_once_and_again_only_after_it_was_false() -> None:
    rule, fired = late_rule(), set[str]()
    edges: dict[str, Edge] = {}
    sent: list[tuple[int, str]] = []
    history = ["08:50", "09:31", "09:40", "09:00", "09:45", "09:50"]
    for number, eta in enumerate(history):
        made = plan(
            [rule],
            with_eta(f"2027-03-13 {eta}"),
            FRIDAY + timedelta(minutes=number),
            fired=fired,
            edges=edges,
        )
        edges = dict(made.edges)
        sent += [(number, one.key) for one in made.firings]
        fired |= {one.key for one in made.firings}

    assert [number for number, _ in sent] == [1, 4]
    assert len({key for _, key in sent}) == 2


def test_a_delayed_action_of_an_edge_is_taken_back_when_it_is_false_again() -> None:
    rule = late_rule(actions=[message(delay_minutes=20)])
    first = plan([rule], with_eta("2027-03-13 09:40"), FRIDAY)
    (firing,) = first.firings

    second = plan([rule], with_eta("2027-03-13 09:00"), FRIDAY + timedelta(minutes=5), edges=first.edges)

    assert firing.due_at == FRIDAY + timedelta(minutes=20)
    assert [cancel.reason for cancel in changes(planned(first), second).cancel] == ["conditions_not_met"]


def soon_rule(rule_id: str = "soon", **changes: Any) -> Rule:
    soon = condition("stop.appointment", "within_minutes", 120)
    waiting = condition("stop.arrived", "is_false")
    return a_rule(rule_id, trigger={"kind": "when_true"}, conditions=[soon, waiting], **changes)


def an_early_load(start: str = "2027-03-13 09:00") -> Load:
    return a_load(a_stop(1, "pickup", start), a_load().stops[1])


def test_time_alone_makes_conditions_true() -> None:
    found = plan([soon_rule()], an_early_load(), FRIDAY)

    assert [one.due_at for one in found.firings] == [at("2027-03-13 07:00")]
    assert recheck(found.firings[0], soon_rule(), an_early_load(), at("2027-03-13 07:00")) is None


def test_a_day_begins_at_its_midnight_where_the_stop_is() -> None:
    rule = a_rule(
        "day", trigger={"kind": "when_true"}, conditions=[condition("stop.appointment", "is_today")]
    )

    (firing,) = plan([rule], an_early_load(), FRIDAY).firings

    assert firing.due_at == at("2027-03-13 00:00")


def test_what_time_will_make_true_moves_with_the_appointment_and_is_one_firing() -> None:
    first = plan([soon_rule()], an_early_load(), FRIDAY)

    moved = plan([soon_rule()], an_early_load("2027-03-13 11:00"), FRIDAY, edges=first.edges)
    true = plan([soon_rule()], an_early_load("2027-03-13 11:00"), at("2027-03-13 09:10"), edges=moved.edges)

    assert [(one.key, one.due_at) for one in changes(planned(first), moved).move] == [
        (first.firings[0].key, at("2027-03-13 09:00"))
    ]
    assert [(one.key, one.due_at) for one in true.firings] == [(first.firings[0].key, at("2027-03-13 09:00"))]


def test_what_time_made_true_is_done_once_and_again_after_it_was_false() -> None:
    first = plan([soon_rule()], an_early_load(), FRIDAY)
    fired = {first.firings[0].key}

    still = plan([soon_rule()], an_early_load(), at("2027-03-13 08:00"), fired=fired, edges=first.edges)
    again = plan(
        [soon_rule()],
        an_early_load("2027-03-13 18:00"),
        at("2027-03-13 08:30"),
        fired=fired,
        edges=first.edges,
    )

    assert (still.firings, reasons(still)) == ((), {"soon": "already_fired"})
    assert [one.due_at for one in again.firings] == [at("2027-03-13 16:00")]
    assert again.firings[0].key not in fired


def test_what_is_true_now_comes_before_what_will_be() -> None:
    later = soon_rule("a", sequence=3)
    now = late_rule(sequence=3)

    found = plan([later, now], a_load(a_stop(1, eta=at("2027-03-13 09:40")), a_load().stops[1]), FRIDAY)

    assert [one.rule.rule_id for one in found.firings] == ["late"]
    assert reasons(found) == {"a": "excluded"}


def test_a_rule_that_is_off_awaits_nothing() -> None:
    assert plan([soon_rule(enabled=False)], an_early_load(), FRIDAY).firings == ()


def test_what_became_true_while_a_rule_was_off_is_not_made_up_for() -> None:
    load = with_eta("2027-03-13 09:40")
    off = plan([late_rule(enabled=False)], load, FRIDAY)

    on = plan([late_rule()], load, FRIDAY + timedelta(hours=1), edges=off.edges)

    assert (on.firings, reasons(on)) == ((), {"late": "already_true"})
    assert on.edges["late"] == Edge(is_true=True, count=1, since=None)


# --- telling ------------------------------------------------------------------------------------


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
