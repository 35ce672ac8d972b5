"""Status changes that EventBridge has not been told of yet: one row each, made in the step's own commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from local.engine.commands import Event
from local.engine.store.connections import Connections
from local.engine.store.packed_events import unpacked

STATUS_CHANGES: Mapping[str, str] = {
    "ExecutionStarted": "RUNNING",
    "ExecutionRedriven": "RUNNING",
    "ExecutionSucceeded": "SUCCEEDED",
    "ExecutionFailed": "FAILED",
    "ExecutionTimedOut": "TIMED_OUT",
    "ExecutionAborted": "ABORTED",
}

# The run may have gone on since: what it was at the event is in the event. A redrive begins a step.
_AFTER = """
SELECT change.execution_id, change.event_id, step.first_id, step.events,
    execution.arn, execution.name, execution.machine_arn, execution.version_arn, execution.alias_arn,
    execution.input, execution.started_at, execution.redriven_at,
    CASE execution.redrive_count WHEN 0 THEN 0 ELSE (
        SELECT count(*) FROM engine.steps AS redrive
        WHERE redrive.execution_id = change.execution_id AND redrive.first_id <= change.event_id
            AND (redrive.events -> 0 -> 1)::text = '"ExecutionRedriven"'
    ) END
FROM engine.announcements AS change
JOIN engine.executions AS execution ON execution.id = change.execution_id
CROSS JOIN LATERAL (
    SELECT first_id, events FROM engine.steps
    WHERE execution_id = change.execution_id AND first_id <= change.event_id ORDER BY first_id DESC LIMIT 1
) AS step
WHERE (change.execution_id, change.event_id) > (%s, %s)
ORDER BY change.execution_id, change.event_id LIMIT %s
"""
_FORGET = """
DELETE FROM engine.announcements AS change
USING unnest(%s::bigint[], %s::integer[]) AS told (execution_id, event_id)
WHERE change.execution_id = told.execution_id AND change.event_id = told.event_id
"""

Position = tuple[int, int]
START: Position = (-(2**63), 0)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One history event that changed a run's status; `input` is JSON text."""

    execution_id: int
    event: Event
    arn: str
    name: str
    machine_arn: str
    version_arn: str | None
    alias_arn: str | None
    input: str
    started_at: datetime
    redriven_at: datetime | None
    redrive_count: int

    @property
    def status(self) -> str:
        return STATUS_CHANGES[self.event.type]

    @property
    def position(self) -> Position:
        return self.execution_id, self.event.id


class StatusChanges:
    """Every method may raise `JournalUnavailableError`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def after(self, position: Position, limit: int) -> Sequence[StatusChange]:
        """Those of a run in the order in which they happened."""
        with self._connections.connection() as connection:
            rows = connection.execute(_AFTER, (*position, limit)).fetchall()
        return [_status_change(row) for row in rows]

    def forget(self, told: Sequence[StatusChange]) -> None:
        ids = [change.execution_id for change in told]
        events = [change.event.id for change in told]
        with self._connections.connection() as connection:
            connection.execute(_FORGET, (ids, events))


def _status_change(row: tuple[Any, ...]) -> StatusChange:
    execution_id, event_id, first_id, packed_step, *execution = row
    event = unpacked([(first_id, packed_step)])[event_id - first_id]
    return StatusChange(execution_id, event, *execution)
