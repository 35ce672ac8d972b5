"""Autopilot rules of a workspace: its own, the pack that ships, and what they will do for a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.actions.checked import checked
from lambdas.messaging.actions.loads import load_of_workspace
from lambdas.messaging.actions.steering import assigned_of, steer, wanted_of
from lambdas.messaging.actions.templating import template_of
from lambdas.messaging.autopilot.conditions import check_rule
from lambdas.messaging.autopilot.explaining import explained
from lambdas.messaging.autopilot.pack import check_calls
from lambdas.messaging.repository import run
from lambdas.messaging.steering import load_of, rule_of
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import NotFound
from schemas.messaging.autopilot import PutRule, Rule

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.shared.api.call import Call
    from schemas.messaging.autopilot_views import AutopilotView


def rules_of(call: Call) -> tuple[Rule, ...]:
    """The workspace's rules by id."""
    rows = run(call.dependencies.database, "read_rules", workspace_id=call.workspace_id, rule=None)
    return tuple(rule_of(row["document"]) for row in rows)


def rule_by_id(call: Call, rule_id: str) -> Rule:
    """Raises NotFound."""
    rows = run(call.dependencies.database, "read_rules", workspace_id=call.workspace_id, rule=rule_id)
    if not rows:
        raise NotFound("rule")
    return rule_of(rows[0]["document"])


def put_rule(call: Call, rule_id: str, body: PutRule) -> Rule:
    """Save a rule as its next version; live loads follow it at once.

    Raises NotFound for a template that is not there, InvalidRequest for conditions on unknown facts.
    """
    checked("conditions", lambda: check_rule(body))
    for action in body.actions:
        if action.kind != "assign":
            template_of(call.dependencies, call.workspace_id, action.template)
    rule = _write(call, Rule(rule_id=rule_id, **dict(body)))
    _steer_all(call)
    return rule


def delete_rule(call: Call, rule_id: str) -> Rule:
    """Delete a rule and call off what it has planned; the rule as it was. Raises NotFound."""
    rows = run(call.dependencies.database, "delete_rule", workspace_id=call.workspace_id, rule=rule_id)
    if not rows:
        raise NotFound("rule")
    _steer_all(call)
    return rule_of(rows[0]["document"])


def add_pack(call: Call) -> tuple[Rule, ...]:
    """Copy the check-call rules that the workspace does not have; they stay off until enabled."""
    known = {rule.rule_id for rule in rules_of(call)}
    for rule in check_calls():
        if rule.rule_id not in known:
            _write(call, rule)
    return rules_of(call)


def autopilot_of(call: Call, load_id: UUID) -> AutopilotView:
    """Which rule fires for a load when, and why not. Raises NotFound."""
    row = load_of_workspace(call.dependencies, call.workspace_id, load_id)
    load = load_of(load_id, row.facts, held=row.held)
    return explained(wanted_of(row, call.now), load, call.now, assigned_of(row))


def _write(call: Call, rule: Rule) -> Rule:
    [row] = run(
        call.dependencies.database,
        "put_rule",
        workspace_id=call.workspace_id,
        rule=rule.rule_id,
        enabled=rule.enabled,
        document=Json(rule),
        changed_by=call.caller.subject,
        now=call.now,
    )
    return rule_of(row["document"])


def _steer_all(call: Call) -> None:
    rows = run(call.dependencies.database, "read_live_loads", workspace_id=call.workspace_id)
    for row in rows:
        steer(call.dependencies, call.workspace_id, row["load_id"])
