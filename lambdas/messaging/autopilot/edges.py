"""The moment all conditions of a rule become true: by what happens to the load, or by time alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.messaging.autopilot.conditions import turns_true_at, unmet
from lambdas.messaging.autopilot.facts import facts_of

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.autopilot.facts import Load
    from schemas.messaging.autopilot import Rule


@dataclass(frozen=True)
class Edge:
    """How the conditions of a when_true rule stood: `count` is how often they became true, `since` the
    last time.

    `since` is None when the rule was off at that moment: what became true unseen is not made up for.
    `expected` is when time will make them true if nothing else changes.
    """

    is_true: bool = False
    count: int = 0
    since: datetime | None = None
    expected: datetime | None = None


def edge_after(before: Edge, rule: Rule, load: Load, now: datetime, *, fired: bool) -> Edge:
    """Return how a rule's conditions stand now, at the load and at the stop that is next.

    `fired`: what was expected was done, so that they were true between two looks.
    """
    stop = load.current_stop
    if unmet(rule.conditions, facts_of(load, stop), now, stop.time_zone):
        expected = next_true_at(rule, load, now) if rule.enabled else None
        return Edge(count=before.count + fired, expected=expected)
    if before.is_true:
        return before
    came = before.expected if before.expected is not None and before.expected <= now else now
    return Edge(is_true=True, count=before.count + 1, since=came if rule.enabled else None)


def next_true_at(rule: Rule, load: Load, now: datetime) -> datetime | None:
    """Return the first instant after `now` at which time alone makes all conditions true, None if it never
    does.
    """
    stop = load.current_stop
    facts = facts_of(load, stop)
    turns = (turns_true_at(one, facts, stop.time_zone) for group in rule.conditions for one in group)
    ahead = sorted(at for at in turns if at is not None and at > now)
    return next((at for at in ahead if not unmet(rule.conditions, facts, at, stop.time_zone)), None)
