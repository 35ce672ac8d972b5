"""What happened outside, as the driver tells the engine's pure core."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.commands import SqlWrite


@dataclass(frozen=True, slots=True)
class Started:
    """The run was accepted."""


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """A worker took an activity's task (GetActivityTask); optional, other tasks start by themselves."""

    task_id: int
    worker_name: str | None = None


@dataclass(frozen=True, slots=True)
class TaskSubmitted:
    """A callback or `.sync` task's API call answered; `output` is the response as JSON text.

    `write` is committed together with the step that follows, or not at all.
    """

    task_id: int
    output: str
    write: SqlWrite | None = None


@dataclass(frozen=True, slots=True)
class TaskSucceeded:
    """`write` is committed together with the step that follows, or not at all."""

    task_id: int
    output: str
    write: SqlWrite | None = None


@dataclass(frozen=True, slots=True)
class TaskFailed:
    task_id: int
    error: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class MapRunSucceeded:
    """All children of a map run have ended, few enough of them unsuccessfully.

    `output` is JSON text; None for one that is larger than any payload may be.
    """

    task_id: int
    output: str | None


@dataclass(frozen=True, slots=True)
class MapRunFailed:
    task_id: int
    error: str
    cause: str


@dataclass(frozen=True, slots=True)
class TaskHeartbeat:
    task_id: int


@dataclass(frozen=True, slots=True)
class TimerFired:
    timer_id: str


@dataclass(frozen=True, slots=True)
class Stopped:
    error: str | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Expired:
    """The run has been open for as long as a run may be: a year (AWS, "Maximum execution time")."""


@dataclass(frozen=True, slots=True)
class Redriven:
    """RedriveExecution was accepted: go on from the states that did not succeed."""


Stimulus = (
    Started
    | TaskStarted
    | TaskSubmitted
    | TaskSucceeded
    | TaskFailed
    | MapRunSucceeded
    | MapRunFailed
    | TaskHeartbeat
    | TimerFired
    | Stopped
    | Expired
    | Redriven
)
