"""Why a rule does nothing now: it is off or silent, a condition is not met, nobody is assigned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.autopilot.conditions import told, unmet
from lambdas.messaging.autopilot.facts import facts_of
from lambdas.messaging.autopilot.plan import NotFiring

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.messaging.autopilot.facts import Load, Stop
    from schemas.messaging.autopilot import Action, OrGroup, Rule

UNMET = "conditions_not_met"


def sequence_of(stop: Stop | None) -> int | None:
    return None if stop is None else stop.sequence


def objection_to(rule: Rule, stop: Stop | None, load: Load, now: datetime) -> NotFiring | None:
    """What silences a rule whatever the action."""
    sequence = sequence_of(stop)
    if not rule.enabled:
        return NotFiring(rule, sequence, "disabled", "The rule is off. Enable it.")
    if load.cancelled:
        return NotFiring(rule, sequence, "load_cancelled", f"The load is {load.status}.")
    if _reached(rule.until, stop, load):
        return NotFiring(rule, sequence, rule.until, f"The rule is silent after {rule.until}.")
    missing = _missing(rule, stop or load.current_stop, load, now)
    if missing:
        return NotFiring(rule, sequence, UNMET, f"It needs {told(missing)}.")
    return None


def _missing(rule: Rule, stop: Stop, load: Load, now: datetime) -> tuple[OrGroup, ...]:
    return unmet(rule.conditions, facts_of(load, stop), now, stop.time_zone)


def _reached(milestone: str, stop: Stop | None, load: Load) -> bool:
    if milestone == "pod_received":
        return load.pod_received_at is not None
    if load.delivered_at is not None:
        return True
    if stop is None or milestone == "delivered":
        return False
    return stop.departed_at is not None or (milestone == "arrived" and stop.arrived_at is not None)


def unassigned_party(rule: Rule, stop: Stop | None, action: Action, load: Load) -> NotFiring | None:
    """Whom an action would go to, where the load has nobody."""
    wanted = {action.recipient} if action.kind == "message" else set()
    assigned = {"driver": load.driver_assigned, "dispatcher": load.dispatcher_assigned}
    lost = [role for role in sorted(wanted) if not assigned[role]]
    if not lost:
        return None
    return NotFiring(rule, sequence_of(stop), f"{lost[0]}_unassigned", f"The load has no {lost[0]}.")
