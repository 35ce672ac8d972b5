"""The projection of loads: events of booking and tracking change it, and whoever steers reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.errors import LoadChanged
from lambdas.messaging.projection import applied
from lambdas.messaging.repository import run
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import NotFound
from schemas.messaging.policy import MessagingPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from lambdas.shared.wiring import Dependencies

LOOKS = 4


class LoadRow(NamedTuple):
    """A load with its workspace's rules, and the messages that these have planned for it."""

    load_id: UUID
    workspace_id: str
    version: str
    facts: Mapping[str, Any]
    edges: Mapping[str, Any]
    policy: MessagingPolicy
    rules: tuple[Mapping[str, Any], ...]
    planned: tuple[Mapping[str, Any], ...]
    held: bool


def read_load(dependencies: Dependencies, workspace_id: str, load_id: UUID) -> LoadRow | None:
    """None for a load of which no event came yet."""
    rows = run(dependencies.database, "read_load", workspace_id=workspace_id, load_id=load_id)
    if not rows:
        return None
    [row] = rows
    return LoadRow(
        load_id=load_id,
        workspace_id=workspace_id,
        version=row["version"],
        facts=row["facts"],
        edges=row["edges"],
        policy=MessagingPolicy.model_validate(row["policy"] or {}),
        rules=tuple(row["rules"] or ()),
        planned=tuple(row["planned"] or ()),
        held=row["held"],
    )


def load_of_workspace(dependencies: Dependencies, workspace_id: str, load_id: UUID) -> LoadRow:
    """Raises NotFound."""
    load = read_load(dependencies, workspace_id, load_id)
    if load is None:
        raise NotFound("load")
    return load


def write_edges(dependencies: Dependencies, load: LoadRow, edges: Mapping[str, Any]) -> bool:
    """Remember how the conditions of rules stood; whether the load was still as it was read."""
    return _write(dependencies, load.workspace_id, load.load_id, load._replace(edges=edges))


def follow(
    dependencies: Dependencies,
    workspace_id: str,
    load_id: UUID,
    event: tuple[str, Mapping[str, Any], str],
) -> bool:
    """Apply an event (name, data, instant) to its load; whether it said anything new. Raises LoadChanged."""
    for _ in range(LOOKS):
        known = read_load(dependencies, workspace_id, load_id)
        facts = applied(None if known is None else known.facts, *event)
        if facts is None:
            return False
        load = known._replace(facts=facts) if known else _new(workspace_id, load_id, facts)
        if _write(dependencies, workspace_id, load_id, load):
            return True
    raise LoadChanged(load_id)


def _new(workspace_id: str, load_id: UUID, facts: Mapping[str, Any]) -> LoadRow:
    return LoadRow(load_id, workspace_id, "", facts, {}, MessagingPolicy(), (), (), held=False)


def _write(dependencies: Dependencies, workspace_id: str, load_id: UUID, load: LoadRow) -> bool:
    rows = run(
        dependencies.database,
        "write_load",
        workspace_id=workspace_id,
        load_id=load_id,
        version=load.version,
        facts=Json(load.facts),
        edges=Json(load.edges),
        now=dependencies.clock(),
    )
    return bool(rows)
