"""Map runs in Postgres; their items and children are in `map_items.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.rows import class_row

from local.engine.store import map_run_statements as statements
from local.engine.store.connections import Connections


@dataclass(frozen=True, slots=True)
class NewMapRun:
    arn: str
    execution_id: int
    task_id: int
    machine_arn: str
    state_name: str
    is_express: bool
    max_concurrency: int
    tolerated_count: int | None
    tolerated_percentage: float | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class MapRun:
    """`child_count` None while items are being read; `machine_arn` is the children's (`machine/label`)."""

    id: int
    arn: str
    execution_id: int
    task_id: int
    machine_arn: str
    state_name: str
    is_express: bool
    max_concurrency: int
    tolerated_count: int | None
    tolerated_percentage: float | None
    status: str
    error: str | None
    cause: str | None
    child_count: int | None
    results_written: int
    started_at: datetime
    stopped_at: datetime | None
    redrive_count: int
    redriven_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParentExecution:
    """What the children take over from the run whose Map started them."""

    arn: str
    role_arn: str
    machine_name: str
    revision_id: UUID
    version_arn: str | None
    alias_arn: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    status: str
    executions: int
    items: int
    awaits_redrive: bool


@dataclass(frozen=True, slots=True)
class MapRunPage:
    execution_id: int
    limit: int
    after: tuple[datetime, int] | None = None


class MapRuns:
    """Every method may raise `JournalUnavailableError`; all may be called again."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def started(self, new: NewMapRun) -> MapRun:
        """The map run of this task, made if it is not there."""
        values = {name: getattr(new, name) for name in NewMapRun.__slots__}
        with self._connections.connection() as connection:
            connection.execute(statements.INSERT, values)
        found = self._one("execution_id = %s AND task_id = %s", (new.execution_id, new.task_id))
        assert found is not None
        return found

    def by_arn(self, arn: str) -> MapRun | None:
        return self._one("arn = %s", (arn,))

    def by_id(self, run_id: int) -> MapRun | None:
        return self._one("id = %s", (run_id,))

    def page(self, page: MapRunPage) -> Sequence[MapRun]:
        """Newest first."""
        started_at, run_id = page.after or (None, None)
        parameters = {
            "execution_id": page.execution_id,
            "limit": page.limit,
            "at": started_at,
            "id": run_id,
        }
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(MapRun))
            return cursor.execute(statements.PAGE, parameters).fetchall()

    def parent(self, execution_id: int) -> ParentExecution | None:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(ParentExecution))
            return cursor.execute(statements.PARENT, (execution_id,)).fetchone()

    def end(
        self, run: MapRun, at: datetime, failure: tuple[str, str] | None, results_written: int = 0
    ) -> bool:
        """False when it had ended already."""
        error, cause = failure or (None, None)
        return self._changes(
            statements.END,
            {
                "id": run.id,
                "status": "FAILED" if failure else "SUCCEEDED",
                "error": error,
                "cause": cause,
                "written": results_written,
                "at": at,
            },
        )

    def abort(self, execution_id: int, task_id: int, at: datetime) -> MapRun | None:
        """The map run that was under way for this task, if there was one."""
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(MapRun))
            parameters = {"execution_id": execution_id, "task_id": task_id, "at": at}
            return cursor.execute(statements.ABORT, parameters).fetchone()

    def redrive(self, run_id: int, redrive_count: int, at: datetime) -> None:
        with self._connections.connection() as connection:
            parameters = {"id": run_id, "count": redrive_count, "at": at}
            connection.execute(statements.REDRIVE, parameters)

    def update(self, arn: str, changes: Mapping[str, Any]) -> MapRun | None:
        """`changes` by the columns' names; those that are missing or None stay."""
        names = ("max_concurrency", "tolerated_count", "tolerated_percentage")
        with self._connections.connection() as connection:
            connection.execute(statements.UPDATE, {"arn": arn, **{name: changes.get(name) for name in names}})
        return self.by_arn(arn)

    def tallies(self, run_id: int) -> Sequence[Tally]:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(Tally))
            return cursor.execute(statements.TALLIES, {"id": run_id}).fetchall()

    def abort_without_parent(self, at: datetime) -> None:
        """Map runs whose parent has ended: it could not tell them."""
        with self._connections.connection() as connection:
            connection.execute(statements.ABORT_WITHOUT_PARENT, {"at": at})

    def _one(self, condition: str, parameters: tuple[Any, ...]) -> MapRun | None:
        statement = f"{statements.SELECT} WHERE {condition}"
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(MapRun))
            return cursor.execute(statement.encode(), parameters).fetchone()

    def _changes(self, statement: str, parameters: Mapping[str, Any]) -> bool:
        with self._connections.connection() as connection:
            return connection.execute(statement.encode(), parameters).fetchone() is not None
