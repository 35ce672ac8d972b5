"""The folded state of a run: its lines of control and what each waits for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from local.engine.asl.payload import JSON, Payload
    from local.engine.asl.states import State, StateGraph


class Position(Enum):
    """Where a line of control stands between two steps."""

    BORN = auto()  # no state entered yet
    ENTERED = auto()  # in a state that has not begun its work
    AT_TASK = auto()  # a task owes an answer
    ANSWERED = auto()  # the task or all branches succeeded, the result is not handed on yet
    AT_TIMER = auto()  # a Wait state
    RETRYING = auto()  # until the retry timer
    AT_CHILDREN = auto()  # branches or iterations run
    AT_MAP_RUN = auto()  # children that are runs of their own
    MOVING = auto()  # a state is left and the next one not entered yet
    EXITED = auto()  # the last state is left
    FAILED = auto()
    ABORTED = auto()


@dataclass(frozen=True, slots=True)
class Failure:
    """`error` and `cause` are None where a Fail state gives none; `event_id` is what later events refer to.

    `also` is a second name that Retry and Catch may use (a missed heartbeat is a timeout too).
    """

    error: str | None
    cause: str | None
    event_id: int
    also: str | None = None


@dataclass(slots=True)
class Task:
    """The task of one scheduling; `id` is the id of its …Scheduled event."""

    id: int
    parameters: str
    scheduled_at: datetime
    timeout: int | None
    heartbeat: int | None
    started: bool = False
    submitted: bool = False


@dataclass(slots=True)
class MapRun:
    """A distributed Map's run; `id` is the id of its MapRunStarted event."""

    id: int
    arn: str
    redrive_count: int = 0


@dataclass(slots=True)
class MapProgress:
    """A running Map; `outputs` holds each succeeded iteration's output, None for the others."""

    length: int
    started: int = 0
    running: int = 0
    failed: int = 0
    items: list[JSON] | None = None
    limit: int | None = None
    outputs: dict[int, str] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        return self.started == self.length and self.running == 0


@dataclass(slots=True)
class Frame:
    """One line of control: the run, a Parallel branch or a Map iteration.

    `last_id` is the previousEventId of its next event; `entered_after` was that of the state's entry.
    """

    path: str
    graph: StateGraph
    parent: Frame | None
    index: int
    last_id: int
    variables: Mapping[str, JSON] = field(default_factory=dict)
    state: State | None = None
    entered_id: int = 0
    entered_after: int = 0
    entered_at: datetime | None = None
    raw: Payload | None = None
    result: Payload | None = None
    output: Payload | None = None
    position: Position = Position.BORN
    failure: Failure | None = None
    attempts: dict[int, int] = field(default_factory=dict)
    task: Task | None = None
    progress: MapProgress | None = None
    map_run: MapRun | None = None
    children: dict[int, Frame] = field(default_factory=dict)

    def child_path(self, index: int) -> str:
        assert self.state is not None
        place = f"{self.state.name}/{index}"
        return f"{self.path}/{place}" if self.path else place

    @property
    def input(self) -> Payload:
        assert self.raw is not None
        return self.raw

    @property
    def retry_count(self) -> int:
        return sum(self.attempts.values())

    def rest(self) -> None:
        """Forget what belonged to the state that is being left."""
        self.failure = None
        self.task = None
        self.progress = None
        self.map_run = None
        self.result = None
        if self.attempts:
            self.attempts = {}
