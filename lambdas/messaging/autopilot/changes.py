"""What a new plan changes about an old one: what to plan, to move, to cancel; the rest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lambdas.messaging.autopilot.plan import Firing, Plan


@dataclass(frozen=True)
class Planned:
    """A firing as it was planned before."""

    key: str
    due_at: datetime
    rule_id: str
    stop: int | None = None


@dataclass(frozen=True)
class Move:
    """A timer that goes to another time; its message and its run stay the same."""

    key: str
    due_at: datetime


@dataclass(frozen=True)
class Cancel:
    """A timer that is taken back; `reason` is the new plan's, such as `load_cancelled`."""

    key: str
    reason: str


@dataclass(frozen=True)
class Changes:
    """By stable key; `keep` are keys."""

    plan: tuple[Firing, ...] = ()
    move: tuple[Move, ...] = ()
    cancel: tuple[Cancel, ...] = ()
    keep: tuple[str, ...] = ()


def changes(planned: Iterable[Planned], new: Plan) -> Changes:
    """Return what to do so that what is planned becomes the new plan; doing it again changes nothing."""
    before = {one.key: one for one in sorted(planned, key=lambda one: one.key)}
    after = {firing.key: firing for firing in new.firings}
    moved = [key for key, firing in after.items() if key in before and before[key].due_at != firing.due_at]
    return Changes(
        plan=tuple(firing for key, firing in after.items() if key not in before),
        move=tuple(Move(key, after[key].due_at) for key in moved),
        cancel=tuple(Cancel(key, _reason(one, new)) for key, one in before.items() if key not in after),
        keep=tuple(key for key in after if key in before and key not in moved),
    )


def _reason(planned: Planned, new: Plan) -> str:
    same = (planned.rule_id, planned.stop)
    reasons = [one.reason for one in new.not_firing if (one.rule.rule_id, one.stop) == same]
    if reasons:
        return reasons[0]
    known = {one.rule.rule_id for one in new.not_firing} | {one.rule.rule_id for one in new.firings}
    return "stop_removed" if planned.rule_id in known else "rule_deleted"
