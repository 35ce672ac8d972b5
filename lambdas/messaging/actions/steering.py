"""Autopilot: whenever a load or a rule changes, what rules have planned becomes what they would plan now.

A firing is a planned message, found by its key. A moved anchor moves its timer in the same run.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from lambdas.messaging.actions.loads import read_load, write_edges
from lambdas.messaging.actions.moving import cancel, move
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.actions.recipients import is_for_present_party, recipients_of
from lambdas.messaging.actions.templating import template_of
from lambdas.messaging.autopilot.changes import Planned, changes
from lambdas.messaging.autopilot.edges import Edge
from lambdas.messaging.autopilot.planner import plan as plan_rules
from lambdas.messaging.identifiers import message_id_of
from lambdas.messaging.steering import load_of, rule_of
from lambdas.shared.logging import logger
from lambdas.shared.refusals import NotFound, StateConflict
from schemas.messaging.handling import Handling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.messaging.actions.loads import LoadRow
    from lambdas.messaging.autopilot.plan import Firing
    from lambdas.messaging.autopilot.plan import Plan as RulesPlan
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.autopilot import Action

CALLED_OFF = "CANCELLED"
WAITING = "PLANNED"
ASSIGNMENT = "assignment"
"""Stands where others have their template."""


class _Says(NamedTuple):
    """What a message of an action is planned by."""

    template: str
    version: int
    handling: Handling


def steer(dependencies: Dependencies, workspace_id: str, load_id: UUID) -> None:
    """Plan, move and cancel what rules want of a load now. Again changes nothing."""
    row = read_load(dependencies, workspace_id, load_id)
    if row is None or not row.facts.get("stops"):
        return
    wanted = wanted_of(row, dependencies.clock())
    edges = {name: _edge_row(edge) for name, edge in wanted.edges.items()}
    if edges != row.edges:
        write_edges(dependencies, row, edges)
    _follow(dependencies, row, wanted)


def wanted_of(row: LoadRow, now: datetime) -> RulesPlan:
    """What the workspace's rules would do for a load from now on."""
    fired = frozenset(
        one["key"] for one in row.planned if one["status"] != CALLED_OFF and not _is_waiting(one)
    )
    edges = {name: _edge(edge) for name, edge in row.edges.items()}
    rules = [rule_of(document) for document in row.rules]
    load = load_of(row.load_id, row.facts, held=row.held)
    return plan_rules(rules, load, now, fired=fired, edges=edges)


def assigned_of(row: LoadRow) -> tuple[str, ...]:
    """The desks to which rules have given the load."""
    return tuple(
        one["recipient"]["name"]
        for one in row.planned
        if one["recipient"]["role"] == "desk" and one["status"] == "DELIVERED"
    )


def _follow(dependencies: Dependencies, row: LoadRow, wanted: RulesPlan) -> None:
    planned = {one["key"]: one for one in row.planned if _is_waiting(one)}
    waiting = {key: one for key, one in planned.items() if is_for_present_party(one["recipient"], row.facts)}
    for key in sorted(planned.keys() - waiting.keys()):
        _cancel(
            dependencies, row, planned[key]["message_id"], f"{planned[key]['recipient']['role']}_unassigned"
        )
    found = changes((_planned(one) for one in waiting.values()), wanted)
    for firing in found.plan:
        _plan(dependencies, row, firing)
    for moved in found.move:
        _move(dependencies, row, waiting[moved.key]["message_id"], moved.due_at)
    for gone in found.cancel:
        _cancel(dependencies, row, waiting[gone.key]["message_id"], gone.reason)


def _move(dependencies: Dependencies, row: LoadRow, message_id: str, due_at: datetime) -> None:
    """What went out meanwhile is no timer any more."""
    try:
        move(dependencies, row.workspace_id, UUID(message_id), due_at, "anchor_moved")
    except StateConflict:
        logger().info("too late to move", message_id=message_id)


def _cancel(dependencies: Dependencies, row: LoadRow, message_id: str, reason: str) -> None:
    try:
        cancel(dependencies, row.workspace_id, UUID(message_id), reason)
    except StateConflict:
        logger().info("too late to cancel", message_id=message_id)


def _plan(dependencies: Dependencies, row: LoadRow, firing: Firing) -> None:
    """A message to each recipient of the action; who is assigned is told by an event when it is due."""
    try:
        says = _says(dependencies, row, firing.action)
    except NotFound:
        logger().warning("rule without template", rule=firing.rule.rule_id, action=firing.action.kind)
        return
    now = dependencies.clock()
    for number, recipient in enumerate(recipients_of(firing.action, row.facts)):
        planned = Plan(
            message_id=_message_id(row, firing, number),
            workspace_id=row.workspace_id,
            recipient=recipient,
            handling=says.handling,
            due_at=firing.due_at,
            created_by="autopilot",
            template=says.template,
            template_version=says.version,
            load_id=row.load_id,
            stop=firing.stop,
            rule=firing.rule.rule_id,
            anchor=firing.key,
        )
        plan(dependencies, planned, now)


def _says(dependencies: Dependencies, row: LoadRow, action: Action) -> _Says:
    """Raises NotFound for a template that is gone."""
    if action.kind == "assign":
        return _Says(ASSIGNMENT, 0, Handling(obsolete_after=None))
    template = template_of(dependencies, row.workspace_id, action.template)
    handling = template.document.handling
    if action.kind == "email":
        handling = handling.model_copy(update={"channels": ("email",)})
    return _Says(template.name, template.version, handling)


def _message_id(row: LoadRow, firing: Firing, number: int) -> UUID:
    """What was called off is planned anew under another id, by whoever sees the same rows."""
    same = [one for one in row.planned if one["key"] == firing.key]
    called_off = sum(1 for one in same if one["status"] in (CALLED_OFF, WAITING))
    return message_id_of(row.workspace_id, f"{firing.key}/{number}/{called_off}")


def _is_waiting(one: Mapping[str, Any]) -> bool:
    """Not due yet. What was due and was put off (quiet hours, pace) goes out when it may, if still wanted."""
    return bool(one["status"] == WAITING and one["reason"] is None)


def _planned(one: Mapping[str, Any]) -> Planned:
    return Planned(one["key"], datetime.fromisoformat(one["due_at"]), one["rule"], one["stop"])


def _edge(row: Mapping[str, Any]) -> Edge:
    return Edge(row["is_true"], row["count"], _instant(row["since"]), _instant(row.get("expected")))


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {
        "is_true": edge.is_true,
        "count": edge.count,
        "since": None if edge.since is None else edge.since.isoformat(),
        "expected": None if edge.expected is None else edge.expected.isoformat(),
    }


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
