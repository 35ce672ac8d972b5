"""The journal of STANDARD executions: each step is one statement, so one round trip and one commit."""

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
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
from local.engine.store.packed_events import packed, unpacked
from local.engine.store.prepared import bound
from local.engine.store.status_changes import STATUS_CHANGES
from local.engine.store.step_pipe import PackedStep, StepPipe

_IDS_A_BLOCK = 1000  # the sequence's increment


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
        parameters = _execution_parameters(execution) | _step_parameters(first_step)
        if self._announced:
            parameters |= _announced(first_step)
        statement = _create_statement(
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
        return StepPipe(self._connections.apart(), self.announce)

    def pack(self, step: StepRecord) -> PackedStep:
        """For a pipe."""
        return PackedStep(step, bound(*self._appending(step)))

    def announce(self, step: StepRecord) -> None:
        """Of a step that is written."""
        if self._announced and step.changes_status:
            self._announced()

    def _appending(self, step: StepRecord) -> tuple[str, dict[str, Any]]:
        parameters = _step_parameters(step)
        announced = self._announced is not None and step.changes_status
        if announced:
            parameters |= _announced(step)
        if step.write:
            parameters |= {f"write_{name}": value for name, value in step.write.parameters.items()}
        return _append_statement(step, announced=announced), parameters

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


@cache
def _create_statement(*, has_timers: bool, announced: bool) -> str:
    timers = statements.CREATE_TIMERS if has_timers else ""
    announcements = statements.CREATE_ANNOUNCED if announced else ""
    return f"{statements.CREATE}{timers}{announcements}{statements.CREATED}"


def _append_statement(step: StepRecord, *, announced: bool = False) -> str:
    parts = [_prefixed(step.write.statement)] if step.write else []
    parts += [statements.APPEND_EVENTS] if step.events else []
    if step.end:
        parts += [statements.CANCEL_ALL_TIMERS, statements.END]
    elif step.timers:
        parts += [statements.SET_TIMERS] if any(step.timers.values()) else []
        parts += [statements.CANCEL_TIMERS] if None in step.timers.values() else []
    parts += [statements.REDRIVE] if step.redriven else []
    parts += [statements.ANNOUNCE] if announced else []
    return _put_together(tuple(parts))


@lru_cache(256)
def _prefixed(statement: str) -> str:
    """A task's own write with names for its parameters that never meet ours."""
    return re.sub(r"%\((\w+)\)s", r"%(write_\1)s", statement)


@lru_cache(256)
def _put_together(parts: tuple[str, ...]) -> str:
    *first, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    return f"WITH {named} {last}" if named else last


def _failure(step: StepRecord, error: psycopg.Error) -> Exception:
    """A statement of ours that fails is a defect; with a task's write in it, the write failed."""
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.schema_name == "engine":
        return JournalConflictError(str(step.execution_id))
    return WriteRefusedError(type(error).__name__, str(error)) if step.write else error


def _execution_parameters(execution: NewExecution) -> dict[str, Any]:
    info, parent, child = execution.info, execution.parent, execution.map_child
    return {
        "arn": info.execution_arn,
        "name": info.name,
        "machine_arn": info.state_machine_arn,
        "machine_name": info.state_machine_name,
        "revision_id": execution.revision_id,
        "role_arn": info.role_arn,
        "version_arn": info.version_arn,
        "alias_arn": info.alias_arn,
        "trace_header": execution.trace_header,
        "input": json.dumps(info.input),
        "started_at": info.start_time,
        "parent_id": parent.execution_id if parent else None,
        "parent_task": parent.task_id if parent else None,
        "parent_form": parent.form.value if parent else None,
        "map_run_id": child.run_id if child else None,
        "map_index": child.index if child else None,
    }


def _step_parameters(step: StepRecord) -> dict[str, Any]:
    events, end = step.events, step.end
    parameters: dict[str, Any] = {
        "execution_id": step.execution_id,
        "first_id": events[0].id if events else None,
        "events": packed(events) if events else None,
        "at": step.at,
        "timers": "[]",
        "status": RunStatus.RUNNING.value,
        "result": None,
        "stopped_at": None,
    }
    if end:
        parameters["status"] = end.status.value
        parameters["result"] = json.dumps([end.output, end.error, end.cause])
        parameters["stopped_at"] = step.at
    elif step.timers:
        parameters |= _timer_parameters(step.timers)
    return parameters


def _announced(step: StepRecord) -> dict[str, str]:
    return {"announced": json.dumps([event.id for event in step.events if event.type in STATUS_CHANGES])}


def _timer_parameters(timers: Mapping[str, datetime | None]) -> dict[str, str]:
    kept = [{"id": name, "due_at": due_at.isoformat()} for name, due_at in timers.items() if due_at]
    return {
        "timers": json.dumps(kept),
        "cancelled": json.dumps([name for name, due_at in timers.items() if due_at is None]),
    }


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
