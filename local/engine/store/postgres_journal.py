"""The journal of STANDARD executions: each step is one statement, so one round trip and one commit."""

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import class_row

from local.engine.commands import Event, ExecutionInfo, RunStatus
from local.engine.store import statements
from local.engine.store.connections import Connection, Connections
from local.engine.store.journal import (
    DueTimer,
    EndedRun,
    JournalConflictError,
    JournaledRun,
    NewExecution,
    Parent,
    ParentForm,
    StepRecord,
)

_IDS_A_BLOCK = 1000  # the sequence's increment


class PostgresJournal:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections
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
        return bool(self._rows(statements.CREATE, parameters))

    def append(self, step: StepRecord) -> None:
        try:
            with self._connections.connection() as connection:
                connection.execute(_append_statement(step), _step_parameters(step))
        except psycopg.errors.UniqueViolation as error:
            raise JournalConflictError(str(step.execution_id)) from error

    def load(self, execution_id: int) -> JournaledRun | None:
        with self._connections.connection() as connection, connection.pipeline():
            execution = connection.execute(statements.LOAD_EXECUTION, (execution_id,))
            events = _events(connection, execution_id)
            timers = connection.execute(statements.LOAD_TIMERS, (execution_id,))
            row = execution.fetchone()
            if row is None:
                return None
            return JournaledRun(_info(row), row[9], events.fetchall(), dict(timers.fetchall()), _parent(row))

    def ended(self, execution_id: int) -> EndedRun | None:
        rows = self._rows(statements.LOAD_EXECUTION, (execution_id,))
        return _ended_run(execution_id, rows[0]) if rows else None

    def children_of(self, execution_id: int, task_id: int) -> Sequence[int]:
        return self._ids(
            "SELECT id FROM engine.executions WHERE parent_id = %s AND parent_task = %s"
            " AND parent_form <> 'request_response' AND status = 'RUNNING'",
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


def _append_statement(step: StepRecord) -> bytes:
    timers = step.timers
    parts = [statements.APPEND_EVENTS] if step.events else []
    if step.end:
        parts += [statements.CANCEL_ALL_TIMERS, statements.END]
    else:
        parts += [statements.SET_TIMERS] if any(timers.values()) else []
        parts += [statements.CANCEL_TIMERS] if None in timers.values() else []
    parts += [statements.REDRIVE] if step.redriven else []
    *first, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(first))
    return (f"WITH {named} {last}" if named else last).encode()


def _execution_parameters(execution: NewExecution) -> dict[str, Any]:
    info, parent = execution.info, execution.parent
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
    }


def _step_parameters(step: StepRecord) -> dict[str, Any]:
    events, end = step.events, step.end
    timers = {} if end else step.timers
    return {
        "execution_id": step.execution_id,
        "at": step.at,
        "events": json.dumps([_event_row(event) for event in events]),
        "timers": json.dumps(
            [
                {"id": timer_id, "due_at": due_at.isoformat()}
                for timer_id, due_at in timers.items()
                if due_at is not None
            ]
        ),
        "cancelled": json.dumps([timer_id for timer_id, due_at in timers.items() if due_at is None]),
        "status": end.status.value if end else RunStatus.RUNNING.value,
        "result": json.dumps([end.output, end.error, end.cause]) if end else None,
        "stopped_at": step.at if end else None,
    }


def _event_row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "previous_id": event.previous_id,
        "type": event.type,
        "timestamp": event.timestamp.isoformat(),
        "branch": event.branch,
        "details": json.dumps(event.details),
    }


def _events(connection: Connection, execution_id: int) -> psycopg.Cursor[Event]:
    return connection.cursor(row_factory=class_row(Event)).execute(statements.LOAD_EVENTS, (execution_id,))


def _info(row: tuple[Any, ...]) -> ExecutionInfo:
    arn, name, role_arn, machine_arn, machine_name, started_at, text, version_arn, alias_arn = row[:9]
    return ExecutionInfo(
        arn, name, role_arn, machine_arn, machine_name, started_at, text, version_arn, alias_arn
    )


def _ended_run(execution_id: int, row: tuple[Any, ...]) -> EndedRun:
    status, result, stopped_at = row[10:13]
    output, error, cause = result or (None, None, None)
    return EndedRun(
        execution_id, _info(row), RunStatus(status), stopped_at, output, error, cause, _parent(row)
    )


def _parent(row: tuple[Any, ...]) -> Parent | None:
    execution_id, task_id, form = row[13:]
    return Parent(execution_id, task_id, ParentForm(form)) if execution_id is not None else None
