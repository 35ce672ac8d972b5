"""What autopilot will do for a load, and why not: a function of rules, load and time alone.

A plan is made anew whenever anything about the load changes; `changes.py` tells what that moves and cancels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.messaging.autopilot.edges import Edge, edge_after
from lambdas.messaging.autopilot.objections import UNMET, objection_to, sequence_of, unassigned_party
from lambdas.messaging.autopilot.plan import Firing, NotFiring, Plan
from lambdas.messaging.autopilot.triggers import occasions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from lambdas.messaging.autopilot.facts import Load, Stop
    from schemas.messaging.autopilot import Action, Rule

MISSED_AFTER = timedelta(minutes=15)
"""What was due longer ago when it is first planned is not done any more."""


@dataclass(frozen=True)
class Moment:
    """A load at an instant, with what was done for it already (`fired`: keys)."""

    load: Load
    now: datetime
    fired: AbstractSet[str] = frozenset()


def plan(
    rules: Iterable[Rule],
    load: Load,
    now: datetime,
    *,
    fired: AbstractSet[str] = frozenset(),
    edges: Mapping[str, Edge] | None = None,
) -> Plan:
    """Return what the rules will do for a load, from `now` on."""
    moment = Moment(load, now.astimezone(UTC), fired)
    ordered = sorted(rules, key=lambda rule: (rule.sequence or 1_000, rule.variant, rule.rule_id))
    known = dict(edges or {})
    outcomes: list[Firing | NotFiring] = []
    awaited: list[Firing | NotFiring] = []
    taken = _taken_before(ordered, moment)
    for rule in ordered:
        if rule.trigger.kind == "when_true":
            known[rule.rule_id] = _edge(rule, known.get(rule.rule_id, Edge()), moment)
            found = _on_edge(rule, known[rule.rule_id], moment)
            if known[rule.rule_id].expected is not None:
                awaited += found
                continue
        else:
            found = [outcome for one in occasions(rule.trigger, load) for outcome in _at(rule, *one, moment)]
            found = found or [NotFiring(rule, None, "no_such_stop", "The load has no stop of that kind.")]
        outcomes += _exclusive(found, taken)
    outcomes += _exclusive(awaited, taken)
    firings = sorted(
        (one for one in outcomes if isinstance(one, Firing)), key=lambda one: (one.due_at, one.key)
    )
    return Plan(tuple(firings), tuple(one for one in outcomes if isinstance(one, NotFiring)), known)


def recheck(firing: Firing, current: Rule | None, load: Load, now: datetime) -> NotFiring | None:
    """Return why a firing that is due must not be done after all, None if it is still right.

    `current` is the rule as it is now, None if it was deleted.
    """
    if current is None:
        return NotFiring(firing.rule, firing.stop, "rule_deleted", "The rule was deleted.")
    stop = load.stop_numbered(firing.stop)
    if firing.stop is not None and stop is None:
        return NotFiring(current, firing.stop, "stop_removed", "The load no longer has this stop.")
    return objection_to(current, stop, load, now) or unassigned_party(current, stop, firing.action, load)


def key_of(rule: Rule, load: Load, anchor: str, action: int) -> str:
    """Return the key of an action: load, rule, anchor and action tell it apart, whatever its time."""
    return f"{load.load_id}/{rule.rule_id}/{anchor}/{action}"


def _at(rule: Rule, stop: Stop, at: datetime | None, moment: Moment) -> list[Firing | NotFiring]:
    objection = objection_to(rule, stop, moment.load, moment.now)
    if objection is not None:
        return [replace(objection, would_be_at=at)]
    if at is None:
        event = "" if rule.trigger.kind == "when_true" else rule.trigger.anchor.event
        return [NotFiring(rule, stop.sequence, "anchor_unknown", f"There is no {event} of this stop yet.")]
    return _actions(_Subject(rule, stop, moment), f"stop-{stop.sequence}", at)


@dataclass(frozen=True)
class _Subject:
    """A rule at a stop, or at none, looked at in a moment."""

    rule: Rule
    stop: Stop | None
    moment: Moment

    def says(self, reason: str, detail: str, would_be_at: datetime | None = None) -> NotFiring:
        return NotFiring(self.rule, sequence_of(self.stop), reason, detail, would_be_at)


def _actions(subject: _Subject, anchor: str, at: datetime) -> list[Firing | NotFiring]:
    rule, load = subject.rule, subject.moment.load
    return [
        _action(subject, key_of(rule, load, anchor, number), action, at)
        for number, action in enumerate(rule.actions)
    ]


def _action(subject: _Subject, key: str, action: Action, at: datetime) -> Firing | NotFiring:
    rule, stop, moment = subject.rule, subject.stop, subject.moment
    due_at = at + timedelta(minutes=action.delay_minutes)
    if key in moment.fired:
        return subject.says("already_fired", "It was done already.", due_at)
    unassigned = unassigned_party(rule, stop, action, moment.load)
    if unassigned is not None:
        return replace(unassigned, would_be_at=due_at)
    if due_at < moment.now - MISSED_AFTER:
        return subject.says("missed", "Its time was over when the load was ready for it.", due_at)
    zone = (stop or moment.load.current_stop).time_zone
    held = moment.load.held and action.kind != "assign"
    return Firing(key, rule, sequence_of(stop), action, due_at, zone, held)


def _edge(rule: Rule, before: Edge, moment: Moment) -> Edge:
    keys = (key_of(rule, moment.load, f"edge-{before.count + 1}", n) for n in range(len(rule.actions)))
    fired = any(key in moment.fired for key in keys)
    return edge_after(before, rule, moment.load, moment.now, fired=fired and not before.is_true)


def _on_edge(rule: Rule, edge: Edge, moment: Moment) -> list[Firing | NotFiring]:
    objection = objection_to(rule, None, moment.load, moment.now)
    if objection is not None and objection.reason == UNMET and edge.expected is not None:
        return _actions(_Subject(rule, None, moment), f"edge-{edge.count + 1}", edge.expected)
    if objection is not None:
        return [objection]
    if edge.since is None:
        return [NotFiring(rule, None, "already_true", "Its conditions were true before the rule was on.")]
    return _actions(_Subject(rule, None, moment), f"edge-{edge.count}", edge.since)


Slot = tuple[int, int | None]
"""A sequence number at a stop: one rule's."""


def _taken_before(rules: list[Rule], moment: Moment) -> dict[Slot, str]:
    """Who fired already, by slot. A when_true rule takes its slot anew at every edge."""
    taken: dict[Slot, str] = {}
    for rule in rules:
        for stop in moment.load.stops:
            keys = (key_of(rule, moment.load, f"stop-{stop.sequence}", n) for n in range(len(rule.actions)))
            if rule.sequence is not None and any(key in moment.fired for key in keys):
                taken[rule.sequence, stop.sequence] = rule.rule_id
    return taken


def _exclusive(found: list[Firing | NotFiring], taken: dict[Slot, str]) -> list[Firing | NotFiring]:
    """The first rule with firings takes its sequence number at the stop; others are told who has it."""
    return [_excluded(outcome, taken) if isinstance(outcome, Firing) else outcome for outcome in found]


def _excluded(firing: Firing, taken: dict[Slot, str]) -> Firing | NotFiring:
    if firing.rule.sequence is None:
        return firing
    owner = taken.setdefault((firing.rule.sequence, firing.stop), firing.rule.rule_id)
    if owner == firing.rule.rule_id:
        return firing
    detail = f"{owner} has the same sequence number, {firing.rule.sequence}, and comes first."
    return NotFiring(firing.rule, firing.stop, "excluded", detail, firing.due_at)
