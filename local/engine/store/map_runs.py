"""Map runs, their items and their children, in Postgres."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row
from psycopg.types.json import Json

from local.engine.map_runs.inputs import ChildInput
from local.engine.map_runs.results import ChildResult
from local.engine.store import map_run_statements as statements
from local.engine.store.connections import Connections
from local.engine.store.journal import EndedRun

Cursor = psycopg.Cursor[tuple[Any, ...]]
_ITEMS_A_COPY = 1000
_RESULTS_A_PAGE = 500


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
class NextChild:
    """A child to start; or, when `execution_id` is given, one to redrive."""

    index: int
    item_count: int
    input: str = ""
    item: str | None = None
    execution_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """`running` are the items of each running child by its index; the rest counts children and items."""

    running: Mapping[int, int]
    succeeded: int
    failed: int
    failed_items: int
    items: int


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

    def put_items(self, run_id: int, inputs: Iterable[ChildInput]) -> int:
        """Keeps the children's inputs, a thousand a commit; answers how many there are."""
        count, remaining = 0, iter(inputs)
        with self._connections.connection() as connection:
            connection.execute("DELETE FROM engine.map_items WHERE map_run_id = %s", (run_id,))
        while chunk := list(islice(remaining, _ITEMS_A_COPY)):
            with self._connections.connection() as connection, connection.cursor() as cursor:
                self._copy(cursor, run_id, count, chunk)
            count += len(chunk)
        with self._connections.connection() as connection:
            connection.execute("UPDATE engine.map_runs SET child_count = %s WHERE id = %s", (count, run_id))
        return count

    @staticmethod
    def _copy(cursor: Cursor, run_id: int, first: int, chunk: Sequence[ChildInput]) -> None:
        with cursor.copy(statements.COPY) as copy:
            for index, child in enumerate(chunk, start=first):
                copy.write_row((run_id, index, child.text, child.item, child.item_count))

    def progress(self, run: MapRun) -> Progress:
        """From one snapshot."""
        with self._connections.connection() as connection:
            rows = connection.execute(statements.PROGRESS, {"id": run.id}).fetchall()
        running: dict[int, int] = {}
        counts = {"SUCCEEDED": (0, 0), "FAILED": (0, 0), "PENDING": (0, 0)}
        for status, indexes, item_counts, children, items in rows:
            if status == "RUNNING":
                running = dict(zip(indexes, item_counts, strict=True))
            else:
                counts[status] = (children, items)
        total = sum(running.values()) + sum(items for _, items in counts.values())
        return Progress(running, counts["SUCCEEDED"][0], *counts["FAILED"], total)

    def pending(self, run_id: int, after: int, limit: int) -> Sequence[NextChild]:
        """Children that were never started, those after the index `after`."""
        return self._children(statements.PENDING, {"id": run_id, "after": after, "limit": limit})

    def awaiting_redrive(self, run_id: int, after: int, limit: int) -> Sequence[NextChild]:
        """Children that ended without success before the map run was last redriven."""
        return self._children(statements.AWAITING_REDRIVE, {"id": run_id, "after": after, "limit": limit})

    def record_express(self, ended: EndedRun) -> None:
        """An Express child leaves nothing but its result."""
        child = ended.map_child
        assert child is not None
        parameters = {
            "id": child.run_id,
            "index": child.index,
            "status": ended.status.value,
            "result": Json([ended.output, ended.error, ended.cause]),
            "arn": ended.info.execution_arn,
            "started_at": ended.info.start_time,
            "stopped_at": ended.stopped_at,
        }
        with self._connections.connection() as connection:
            connection.execute(statements.RECORD_EXPRESS, parameters)

    def results(self, run: MapRun) -> Iterator[ChildResult]:
        """In the order of the items, a page at a time."""
        after = -1
        while True:
            with self._connections.connection() as connection:
                cursor = connection.cursor(row_factory=class_row(ChildResult))
                parameters = {"id": run.id, "after": after, "limit": _RESULTS_A_PAGE}
                page = cursor.execute(statements.RESULTS, parameters).fetchall()
            yield from page
            if len(page) < _RESULTS_A_PAGE:
                return
            after = page[-1].index

    def size_of_results(self, run_id: int) -> int:
        """How many characters the outputs have, at least."""
        with self._connections.connection() as connection:
            row = connection.execute(statements.SIZE_OF_RESULTS, {"id": run_id}).fetchone()
        return int(row[0]) if row else 0

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

    def children_left_running(self, run_id: int | None = None) -> Sequence[int]:
        """Children of ended map runs (of one, or of all)."""
        with self._connections.connection() as connection:
            rows = connection.execute(statements.CHILDREN_LEFT_RUNNING, {"id": run_id}).fetchall()
        return [row[0] for row in rows]

    def _children(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[NextChild]:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(NextChild))
            return cursor.execute(statement.encode(), parameters).fetchall()

    def _one(self, condition: str, parameters: tuple[Any, ...]) -> MapRun | None:
        statement = f"{statements.SELECT} WHERE {condition}"
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(MapRun))
            return cursor.execute(statement.encode(), parameters).fetchone()

    def _changes(self, statement: str, parameters: Mapping[str, Any]) -> bool:
        with self._connections.connection() as connection:
            return connection.execute(statement.encode(), parameters).fetchone() is not None
