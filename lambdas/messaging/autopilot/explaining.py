"""A plan as GET /v1/loads/{load_id}/autopilot tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from schemas.messaging.autopilot_views import AutopilotView, FiringView, NotFiringView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lambdas.messaging.autopilot.facts import Load
    from lambdas.messaging.autopilot.plan import Firing, NotFiring, Plan


def explained(plan: Plan, load: Load, now: datetime, assigned: Iterable[str] = ()) -> AutopilotView:
    """Return the plan for people: every time in UTC and at the stop, every silence with its reason."""
    return AutopilotView(
        load_id=load.load_id,
        at=now,
        next_at=plan.firings[0].due_at if plan.firings else None,
        assigned=tuple(dict.fromkeys(assigned)),
        firings=tuple(_firing(firing) for firing in plan.firings),
        not_firing=tuple(_not_firing(one) for one in plan.not_firing),
    )


def _firing(firing: Firing) -> FiringView:
    local = firing.due_at.astimezone(ZoneInfo(firing.time_zone))
    return FiringView(
        key=firing.key,
        rule_id=firing.rule.rule_id,
        rule_name=firing.rule.name,
        stop=firing.stop,
        action=firing.action,
        due_at=firing.due_at,
        local_time=local.isoformat(timespec="minutes"),
        time_zone=firing.time_zone,
        held=firing.held,
    )


def _not_firing(one: NotFiring) -> NotFiringView:
    return NotFiringView(
        rule_id=one.rule.rule_id,
        rule_name=one.rule.name,
        stop=one.stop,
        reason=one.reason,
        detail=one.detail,
        would_be_at=one.would_be_at,
    )
