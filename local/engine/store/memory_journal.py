"""The journal of EXPRESS executions: in memory, forgotten at their end; Express has no durable history."""

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from local.engine.commands import EndRun, Event, RunStatus
from local.engine.store.journal import (
    DueTimer,
    EndedRun,
    JournalConflictError,
    JournaledRun,
    NewExecution,
    StepRecord,
)


@dataclass(slots=True)
class _Entry:
    execution: NewExecution
    events: list[Event] = field(default_factory=list)
    timers: dict[str, datetime] = field(default_factory=dict)
    end: EndRun | None = None
    stopped_at: datetime | None = None


class MemoryJournal:
    """Ids are negative, so that a journal can be told from an execution's id alone."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._ids = itertools.count(-1, -1)
        self._lock = threading.Lock()

    def new_id(self) -> int:
        return next(self._ids)

    def create(self, execution: NewExecution, first_step: StepRecord) -> bool:
        with self._lock:
            self._entries[execution.id] = _Entry(execution)
        self.append(first_step)
        return True

    def append(self, step: StepRecord) -> None:
        with self._lock:
            entry = self._entries[step.execution_id]
            if step.events and step.events[0].id != len(entry.events) + 1:
                raise JournalConflictError(str(step.execution_id))
            entry.events.extend(step.events)
            _move_timers(entry, step)
            if step.end:
                entry.end, entry.stopped_at, entry.timers = step.end, step.at, {}

    def load(self, execution_id: int) -> JournaledRun | None:
        with self._lock:
            entry = self._entries.get(execution_id)
            if entry is None:
                return None
            execution = entry.execution
            return JournaledRun(
                execution.info,
                execution.revision_id,
                tuple(entry.events),
                dict(entry.timers),
                execution.parent,
                execution.map_child,
            )

    def ended(self, execution_id: int) -> EndedRun | None:
        with self._lock:
            entry = self._entries.get(execution_id)
            return _ended_run(entry) if entry else None

    def forget(self, execution_id: int) -> None:
        with self._lock:
            self._entries.pop(execution_id, None)

    def children_of(self, execution_id: int, task_id: int) -> Sequence[int]:
        return [child_id for child_id, parent_task in self._children(execution_id) if parent_task == task_id]

    def tasks_with_children(self, execution_id: int) -> Sequence[int]:
        return [parent_task for _, parent_task in self._children(execution_id)]

    def due_timers(self, now: datetime, limit: int) -> Sequence[DueTimer]:
        due = [timer for timer in self._timers() if timer.due_at <= now]
        return sorted(due, key=lambda timer: (timer.due_at, -timer.execution_id, timer.timer_id))[:limit]

    def next_due(self, after: datetime | None) -> datetime | None:
        return min(
            (timer.due_at for timer in self._timers() if after is None or timer.due_at > after), default=None
        )

    def owed(self) -> Sequence[int]:
        with self._lock:
            return [entry.execution.id for entry in self._entries.values() if entry.end is None]

    def unreported_children(self) -> Sequence[int]:
        return []

    def _children(self, execution_id: int) -> list[tuple[int, int]]:
        """The running ones, each with the task that waits for it."""
        with self._lock:
            return [
                (child_id, parent.task_id)
                for child_id, entry in self._entries.items()
                if entry.end is None
                and (parent := entry.execution.parent)
                and parent.waits
                and parent.execution_id == execution_id
                and entry.execution.map_child is None
            ]

    def _timers(self) -> list[DueTimer]:
        with self._lock:
            return [
                DueTimer(execution_id, timer_id, due_at)
                for execution_id, entry in self._entries.items()
                for timer_id, due_at in entry.timers.items()
            ]


def _move_timers(entry: _Entry, step: StepRecord) -> None:
    for timer_id, due_at in step.timers.items():
        if due_at is None:
            entry.timers.pop(timer_id, None)
        else:
            entry.timers[timer_id] = due_at


def _ended_run(entry: _Entry) -> EndedRun:
    end, execution = entry.end, entry.execution
    return EndedRun(
        execution.id,
        execution.info,
        end.status if end else RunStatus.RUNNING,
        entry.stopped_at,
        end.output if end else None,
        end.error if end else None,
        end.cause if end else None,
        execution.parent,
        execution.map_child,
    )
