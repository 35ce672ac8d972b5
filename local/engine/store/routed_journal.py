"""One journal to the driver: durable for STANDARD executions, in memory for EXPRESS ones."""

from collections.abc import Sequence
from datetime import datetime

from local.engine.store.journal import (
    DueTimer,
    EndedRun,
    Journal,
    JournaledRun,
    NewExecution,
    StepRecord,
    is_express,
)
from local.engine.store.memory_journal import MemoryJournal
from local.engine.store.postgres_journal import PostgresJournal
from local.engine.store.step_pipe import PackedStep, StepPipe


class RoutedJournal:
    def __init__(self, standard: PostgresJournal, express: MemoryJournal) -> None:
        self._standard = standard
        self._express = express

    def new_id(self) -> int:
        return self._standard.new_id()

    def new_express_id(self) -> int:
        return self._express.new_id()

    def create(self, execution: NewExecution, first_step: StepRecord) -> bool:
        return self._of(execution.id).create(execution, first_step)

    def append(self, step: StepRecord) -> None:
        """An Express step is in no transaction, so that its task's write is committed on its own before."""
        if step.write and is_express(step.execution_id):
            self._standard.write(step.write)
        self._of(step.execution_id).append(step)

    def open_pipe(self) -> StepPipe:
        """For STANDARD executions; Express has nothing to wait for."""
        return self._standard.open_pipe()

    def pack(self, step: StepRecord) -> PackedStep:
        return self._standard.pack(step)

    def load(self, execution_id: int) -> JournaledRun | None:
        return self._of(execution_id).load(execution_id)

    def ended(self, execution_id: int) -> EndedRun | None:
        return self._of(execution_id).ended(execution_id)

    def forget(self, execution_id: int) -> None:
        """Drops an ended Express execution; a durable one stays."""
        self._express.forget(execution_id)

    def children_of(self, execution_id: int, task_id: int) -> Sequence[int]:
        return [
            *self._standard.children_of(execution_id, task_id),
            *self._express.children_of(execution_id, task_id),
        ]

    def tasks_with_children(self, execution_id: int) -> Sequence[int]:
        return [
            *self._standard.tasks_with_children(execution_id),
            *self._express.tasks_with_children(execution_id),
        ]

    def due_timers(self, now: datetime, limit: int) -> Sequence[DueTimer]:
        return [*self._express.due_timers(now, limit), *self._standard.due_timers(now, limit)][:limit]

    def next_due(self, after: datetime | None) -> datetime | None:
        dues = (self._express.next_due(after), self._standard.next_due(after))
        return min((due for due in dues if due is not None), default=None)

    def owed(self) -> Sequence[int]:
        return self._standard.owed()

    def unreported_children(self) -> Sequence[int]:
        return self._standard.unreported_children()

    def _of(self, execution_id: int) -> Journal:
        return self._express if is_express(execution_id) else self._standard
