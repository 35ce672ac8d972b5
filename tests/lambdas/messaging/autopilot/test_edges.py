"""The moment all conditions become true, once, by events or by time alone."""

from datetime import timedelta
from typing import Any

from lambdas.messaging.autopilot.changes import changes
from lambdas.messaging.autopilot.edges import Edge
from lambdas.messaging.autopilot.facts import Load
from lambdas.messaging.autopilot.planner import plan, recheck
from schemas.messaging.autopilot import Rule
from tests.lambdas.messaging.autopilot.builders import (
    a_load,
    a_rule,
    a_stop,
    at,
    condition,
    message,
)
from tests.lambdas.messaging.autopilot.plans import FRIDAY, planned, reasons


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
