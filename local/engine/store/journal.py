"""What the driver asks of a journal: the history, timers and state of every run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from local.engine.commands import EndRun, Event, ExecutionInfo, RunStatus, SqlWrite


class JournalConflictError(Exception):
    """Another driver appended these events first: fold the run again and handle the stimulus again."""


class WriteRefusedError(Exception):
    """Postgres refused a task's own write, so nothing of the step is written; `error` names its class."""

    def __init__(self, error: str, message: str) -> None:
        super().__init__(message)
        self.error = error


class ParentForm(StrEnum):
    """Whether the parent's task waits for the end, and how it is told."""

    REQUEST_RESPONSE = "request_response"
    SYNC = "sync"
    SYNC_2 = "sync:2"
    EXPRESS = "express"
    MAP = "map"


def is_express(execution_id: int) -> bool:
    """EXPRESS executions have negative ids, so that their journal is known from the id alone."""
    return execution_id < 0


@dataclass(frozen=True, slots=True)
class Parent:
    """The task of another run that started this one."""

    execution_id: int
    task_id: int
    form: ParentForm

    @property
    def waits(self) -> bool:
        return self.form is not ParentForm.REQUEST_RESPONSE


@dataclass(frozen=True, slots=True)
class MapChild:
    """A distributed Map's child: its map run, its number there, and the Map state whose machine it runs."""

    run_id: int
    index: int
    state_name: str


@dataclass(frozen=True, slots=True)
class NewExecution:
    id: int
    info: ExecutionInfo
    revision_id: UUID
    trace_header: str | None = None
    parent: Parent | None = None
    map_child: MapChild | None = None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """One step as written: events appended, timers moved (`None` removes), the run ended or redriven.

    `write` is a task's own, committed with the events that say the task succeeded.
    """

    execution_id: int
    at: datetime
    events: tuple[Event, ...] = ()
    timers: Mapping[str, datetime | None] = field(default_factory=dict)
    end: EndRun | None = None
    redriven: bool = False
    write: SqlWrite | None = None

    @property
    def changes_status(self) -> bool:
        return self.end is not None or self.redriven

    @property
    def is_empty(self) -> bool:
        return not (self.events or self.timers or self.end or self.redriven)


@dataclass(frozen=True, slots=True)
class JournaledRun:
    info: ExecutionInfo
    revision_id: UUID
    events: Sequence[Event]
    timers: dict[str, datetime]
    parent: Parent | None
    map_child: MapChild | None = None


@dataclass(frozen=True, slots=True)
class DueTimer:
    execution_id: int
    timer_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class EndedRun:
    """An execution as its parent task sees it."""

    id: int
    info: ExecutionInfo
    status: RunStatus
    stopped_at: datetime | None
    output: str | None
    error: str | None
    cause: str | None
    parent: Parent | None
    map_child: MapChild | None = None


class Journal(Protocol):
    """Every method may raise `JournalUnavailableError`."""

    def new_id(self) -> int: ...

    def create(self, execution: NewExecution, first_step: StepRecord) -> bool:
        """False when an execution of this ARN exists already; then nothing is written."""
        ...

    def append(self, step: StepRecord) -> None:
        """One transaction; raises `JournalConflictError` when one of the events' ids is taken.

        Raises `WriteRefusedError` when the task's own write fails.
        """
        ...

    def load(self, execution_id: int) -> JournaledRun | None: ...

    def ended(self, execution_id: int) -> EndedRun | None: ...

    def children_of(self, execution_id: int, task_id: int) -> Sequence[int]:
        """Running executions that the task started and waits for; not those of a map run."""
        ...

    def tasks_with_children(self, execution_id: int) -> Sequence[int]:
        """The run's tasks and map runs whose children, or who themselves, are running."""
        ...

    def due_timers(self, now: datetime, limit: int) -> Sequence[DueTimer]: ...

    def next_due(self, after: datetime | None) -> datetime | None:
        """The earliest timer, or the earliest later than `after`."""
        ...

    def owed(self) -> Sequence[int]:
        """Executions that may owe something after a restart; a superset, cheap to find.

        Running ones an invocation, and running or ended ones the stop of a child that they wait for no more.
        """
        ...

    def unreported_children(self) -> Sequence[int]:
        """Ended executions whose parent still runs: its task may not have heard of it.

        A map run counts its children anew by itself.
        """
        ...
