"""The items of map runs and the children that take them, in Postgres."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

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


class MapItems:
    """Every method may raise `JournalUnavailableError`; all may be called again."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

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

    def progress(self, run_id: int) -> Progress:
        """From one snapshot."""
        with self._connections.connection() as connection:
            rows = connection.execute(statements.PROGRESS, {"id": run_id}).fetchall()
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

    def results(self, run_id: int) -> Iterator[ChildResult]:
        """In the order of the items, a page at a time."""
        after = -1
        while True:
            with self._connections.connection() as connection:
                cursor = connection.cursor(row_factory=class_row(ChildResult))
                parameters = {"id": run_id, "after": after, "limit": _RESULTS_A_PAGE}
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

    def children_left_running(self, run_id: int | None = None) -> Sequence[int]:
        """Children of ended map runs (of one, or of all)."""
        with self._connections.connection() as connection:
            rows = connection.execute(statements.CHILDREN_LEFT_RUNNING, {"id": run_id}).fetchall()
        return [row[0] for row in rows]

    def _children(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[NextChild]:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(NextChild))
            return cursor.execute(statement.encode(), parameters).fetchall()
