"""The journal of STANDARD executions: each step is one statement, so one round trip and one commit."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from local.engine.commands import ExecutionInfo, RunStatus, SqlWrite
from local.engine.store import statements
from local.engine.store.connections import Connections
from local.engine.store.journal import (
    DueTimer,
    EndedRun,
    JournalConflictError,
    JournaledRun,
    MapChild,
    NewExecution,
    Parent,
    ParentForm,
    StepRecord,
    WriteRefusedError,
)
from local.engine.store.packed_events import unpacked
from local.engine.store.parameters import announced_parameters, execution_parameters, step_parameters
from local.engine.store.prepared import bound
from local.engine.store.statements import append_statement, create_statement
from local.engine.store.step_pipe import PackedStep, StepPipe

_IDS_A_BLOCK = 1000  # the sequence's increment
_PATIENCE_OF_A_PIPE = (
    "lock_timeout=500ms"  # others' steps wait with a write that waits; a worker's wait alone
)


class PostgresJournal:
    """With `announced`, status changes become rows in the step's own commit, and it is called after it."""

    def __init__(self, connections: Connections, announced: Callable[[], None] | None = None) -> None:
        self._connections = connections
        self._announced = announced
        self._free_ids: list[int] = []
        self._ids_lock = threading.Lock()

    def new_id(self) -> int:
        with self._ids_lock:
            if not self._free_ids:
                first = int(self._rows("SELECT nextval('engine.execution_ids')", ())[0][0])
                self._free_ids = list(range(first + _IDS_A_BLOCK - 1, first - 1, -1))
            return self._free_ids.pop()

    def create(self, execution: NewExecution, first_step: StepRecord) -> bool:
        parameters = execution_parameters(execution) | step_parameters(first_step)
        if self._announced:
            parameters |= announced_parameters(first_step)
        statement = create_statement(
            has_timers=bool(first_step.timers), announced=self._announced is not None
        )
        with self._connections.connection() as connection:
            is_new = bool(connection.run(statement, parameters))
        if self._announced:
            self._announced()
        return is_new

    def append(self, step: StepRecord) -> None:
        try:
            with self._connections.connection() as connection:
                connection.run(*self._appending(step))
        except psycopg.Error as error:
            raise _failure(step, error) from error
        self.announce(step)

    def open_pipe(self) -> StepPipe:
        return StepPipe(self._connections.apart(_PATIENCE_OF_A_PIPE), self.announce)

    def pack(self, step: StepRecord) -> PackedStep:
        """For a pipe."""
        return PackedStep(step, bound(*self._appending(step)))

    def announce(self, step: StepRecord) -> None:
        """Of a step that is written."""
        if self._announced and step.changes_status:
            self._announced()

    def _appending(self, step: StepRecord) -> tuple[str, dict[str, Any]]:
        parameters = step_parameters(step)
        announced = self._announced is not None and step.changes_status
        if announced:
            parameters |= announced_parameters(step)
        if step.write:
            parameters |= {f"write_{name}": value for name, value in step.write.parameters.items()}
        return append_statement(step, announced=announced), parameters

    def write(self, write: SqlWrite) -> None:
        """The write on its own, for a run whose steps are not journaled here."""
        try:
            with self._connections.connection() as connection:
                connection.run(write.statement, write.parameters)
        except psycopg.Error as error:
            raise WriteRefusedError(type(error).__name__, str(error)) from error

    def load(self, execution_id: int) -> JournaledRun | None:
        with self._connections.connection() as connection, connection.pipeline():
            execution = connection.execute(statements.LOAD_EXECUTION, (execution_id,))
            steps = connection.execute(statements.LOAD_STEPS, (execution_id,))
            timers = connection.execute(statements.LOAD_TIMERS, (execution_id,))
            row = execution.fetchone()
            if row is None:
                return None
            return JournaledRun(
                _info(row),
                row[9],
                unpacked(steps),
                dict(timers.fetchall()),
                _parent(row),
                _map_child(row),
            )

    def ended(self, execution_id: int) -> EndedRun | None:
        rows = self._rows(statements.LOAD_EXECUTION, (execution_id,))
        return _ended_run(execution_id, rows[0]) if rows else None

    def children_of(self, execution_id: int, task_id: int) -> Sequence[int]:
        return self._ids(
            "SELECT id FROM engine.executions WHERE parent_id = %s AND parent_task = %s"
            " AND parent_form NOT IN ('request_response', 'map') AND status = 'RUNNING'",
            (execution_id, task_id),
        )

    def tasks_with_children(self, execution_id: int) -> Sequence[int]:
        return self._ids(statements.TASKS_WITH_CHILDREN, {"id": execution_id})

    def due_timers(self, now: datetime, limit: int) -> Sequence[DueTimer]:
        with self._connections.connection() as connection:
            cursor = connection.cursor(row_factory=class_row(DueTimer))
            cursor.execute(
                "SELECT execution_id, timer_id, due_at FROM engine.timers WHERE due_at <= %s"
                " ORDER BY due_at, execution_id, timer_id LIMIT %s",
                (now, limit),
            )
            return cursor.fetchall()

    def next_due(self, after: datetime | None) -> datetime | None:
        rows = self._rows(
            "SELECT min(due_at) FROM engine.timers WHERE due_at > coalesce(%s::timestamptz, '-infinity')",
            (after,),
        )
        due: datetime | None = rows[0][0]
        return due

    def owed(self) -> Sequence[int]:
        return self._ids(statements.OWED, ())

    def unreported_children(self) -> Sequence[int]:
        return self._ids(statements.UNREPORTED_CHILDREN, ())

    def _ids(self, statement: str, parameters: Any) -> Sequence[int]:
        return [row[0] for row in self._rows(statement, parameters)]

    def _rows(self, statement: str, parameters: Any) -> list[tuple[Any, ...]]:
        with self._connections.connection() as connection:
            return connection.execute(statement.encode(), parameters).fetchall()


def _failure(step: StepRecord, error: psycopg.Error) -> Exception:
    """A statement of ours that fails is a defect; with a task's write in it, the write failed."""
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.schema_name == "engine":
        return JournalConflictError(str(step.execution_id))
    return WriteRefusedError(type(error).__name__, str(error)) if step.write else error


def _info(row: tuple[Any, ...]) -> ExecutionInfo:
    arn, name, role_arn, machine_arn, machine_name, started_at, text, version_arn, alias_arn = row[:9]
    return ExecutionInfo(
        arn, name, role_arn, machine_arn, machine_name, started_at, text, version_arn, alias_arn, row[19]
    )


def _ended_run(execution_id: int, row: tuple[Any, ...]) -> EndedRun:
    status, result, stopped_at = row[10:13]
    output, error, cause = result or (None, None, None)
    return EndedRun(
        execution_id,
        _info(row),
        RunStatus(status),
        stopped_at,
        output,
        error,
        cause,
        _parent(row),
        _map_child(row),
    )


def _parent(row: tuple[Any, ...]) -> Parent | None:
    execution_id, task_id, form = row[13:16]
    return Parent(execution_id, task_id, ParentForm(form)) if execution_id is not None else None


def _map_child(row: tuple[Any, ...]) -> MapChild | None:
    run_id, index, state_name = row[16:19]
    return MapChild(run_id, index, state_name) if run_id is not None else None
