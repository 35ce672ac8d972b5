"""Executions and their histories as the API shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.rows import class_row

from local.engine.commands import Event
from local.engine.store.connections import Connections
from local.engine.store.packed_events import unpacked

_COLUMNS = sql.SQL(
    "id, arn, name, machine_arn, revision_id, role_arn, version_arn, alias_arn, trace_header, status,"
    " started_at, stopped_at, redrive_count, redriven_at, parent_id, parent_task, map_run_id, map_index"
)

_BY_ARN = sql.SQL(
    "SELECT {columns}, input, result, (SELECT arn FROM engine.map_runs WHERE id = map_run_id) AS map_run_arn,"
    " coalesce((SELECT first_id + json_array_length(events) - 1 FROM engine.steps"
    " WHERE execution_id = execution.id ORDER BY first_id DESC LIMIT 1), 0) AS event_count"
    " FROM engine.executions AS execution WHERE arn = %s"
).format(columns=_COLUMNS)
_PAGE = (
    "SELECT {columns}, (SELECT item_count FROM engine.map_items AS item"
    " WHERE item.map_run_id = execution.map_run_id AND index = map_index) AS item_count"
    " FROM engine.executions AS execution WHERE {conditions}"
    " ORDER BY started_at DESC, id DESC LIMIT %(limit)s"
)
_OLDEST = "SELECT id, started_at, stopped_at FROM engine.executions WHERE id > %s ORDER BY id LIMIT %s"
_FORGET = """
WITH steps AS (DELETE FROM engine.steps WHERE execution_id = ANY(%(ids)s)),
    announcements AS (DELETE FROM engine.announcements WHERE execution_id = ANY(%(ids)s)),
    map_runs AS (DELETE FROM engine.map_runs WHERE execution_id = ANY(%(ids)s) RETURNING id),
    items AS (DELETE FROM engine.map_items WHERE map_run_id IN (SELECT id FROM map_runs))
DELETE FROM engine.executions WHERE id = ANY(%(ids)s)
"""
# Every step has an event, so as many steps as events are asked for are enough.
_HISTORY = (
    "SELECT first_id, events FROM engine.steps WHERE execution_id = %(execution)s AND first_id <= %(last)s"
    " AND first_id >= coalesce((SELECT max(first_id) FROM engine.steps"
    " WHERE execution_id = %(execution)s AND first_id <= %(first)s), 0)"
    " ORDER BY first_id {order} LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Execution:
    """`input` is JSON text; `result` is output (JSON text), error and cause of a run that ended."""

    id: int
    arn: str
    name: str
    machine_arn: str
    revision_id: UUID
    role_arn: str
    version_arn: str | None
    alias_arn: str | None
    trace_header: str | None
    status: str
    started_at: datetime
    stopped_at: datetime | None
    redrive_count: int
    redriven_at: datetime | None
    parent_id: int | None
    parent_task: int | None
    map_run_id: int | None = None
    map_index: int | None = None
    input: str = "{}"
    result: list[str | None] | None = None
    event_count: int = 0
    map_run_arn: str | None = None
    item_count: int | None = None


@dataclass(frozen=True, slots=True)
class OpenTime:
    id: int
    started_at: datetime
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExecutionFilter:
    """`column` and `value` name the machine, version or alias, or the map run; `redriven` None for both.

    `closed_after`: those that closed before are left out.
    """

    column: str
    value: str | int
    status: str | None = None
    redriven: bool | None = None
    after: tuple[datetime, int] | None = None
    limit: int = 100
    closed_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    execution_id: int
    limit: int
    reverse: bool = False
    after: int | None = None
    bounds: tuple[int, int] = field(default=(0, 2**31 - 1))


class Executions:
    """Every method may raise `JournalUnavailableError`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def by_arn(self, arn: str) -> Execution | None:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Execution))
            return cursor.execute(_BY_ARN, (arn,)).fetchone()

    def page(self, chosen: ExecutionFilter) -> Sequence[Execution]:
        """Newest first."""
        statement, parameters = page_statement(chosen)
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Execution))
            return cursor.execute(statement, parameters).fetchall()

    def oldest(self, after: int, limit: int) -> Sequence[OpenTime]:
        """By id, those after the id `after`."""
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(OpenTime))
            return cursor.execute(_OLDEST, (after, limit)).fetchall()

    def forget(self, ids: Sequence[int]) -> None:
        """Closed executions, with their histories and map runs."""
        with self._connections.connection() as connection:
            connection.execute(_FORGET, {"ids": list(ids)})

    def history(self, page: HistoryPage) -> Sequence[Event]:
        statement = sql.SQL(_HISTORY).format(order=sql.SQL("DESC" if page.reverse else "ASC"))
        first, last = page.bounds
        if page.after is not None:
            first, last = (first, page.after - 1) if page.reverse else (page.after + 1, last)
        parameters = {"execution": page.execution_id, "first": first, "last": last, "limit": page.limit}
        with self._connections.connection() as connection:
            steps = connection.execute(statement, parameters).fetchall()
        ordered = sorted(unpacked(steps), key=lambda event: event.id, reverse=page.reverse)
        return [event for event in ordered if first <= event.id <= last][: page.limit]


def page_statement(chosen: ExecutionFilter) -> tuple[sql.Composed, dict[str, Any]]:
    """The SQL of one page, newest first."""
    conditions = [sql.SQL("{} = %(value)s").format(sql.Identifier(chosen.column))]
    if chosen.status:
        conditions.append(sql.SQL("status = {}").format(chosen.status))  # a plan for it finds its index
    if chosen.redriven is not None:
        conditions.append(sql.SQL("(redrive_count > 0) = %(redriven)s").format())
    if chosen.closed_after:
        conditions.append(sql.SQL("(stopped_at IS NULL OR stopped_at >= %(closed_after)s)").format())
    if chosen.after:
        conditions.append(sql.SQL("(started_at, id) < (%(started_at)s, %(id)s)").format())
    statement = sql.SQL(_PAGE).format(columns=_COLUMNS, conditions=sql.SQL(" AND ").join(conditions))
    started_at, execution_id = chosen.after or (None, None)
    return statement, {
        "value": chosen.value,
        "redriven": chosen.redriven,
        "started_at": started_at,
        "id": execution_id,
        "limit": chosen.limit,
        "closed_after": chosen.closed_after,
    }
