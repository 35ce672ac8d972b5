"""A map run under way in this engine: how many children may be started, and when it is over."""

import threading
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from local.engine.core.tolerance import is_exceeded
from local.engine.map_runs.plan import MapRunPlan, WriteResults
from local.engine.store.map_items import NextChild, Progress
from local.engine.store.map_runs import MapRun, ParentExecution

_SERVICE_LIMIT = 10_000  # children of one map run at a time (AWS, "Quotas")


class Outlook(Enum):
    """What is to be done about a map run."""

    GO_ON = auto()
    SUCCEED = auto()
    FAIL = auto()
    NOTHING = auto()


@dataclass(slots=True)
class Limits:
    """Those that UpdateMapRun changes."""

    max_concurrency: int
    tolerated_count: int | None
    tolerated_percentage: float | None

    @classmethod
    def of(cls, run: MapRun) -> "Limits":
        return cls(run.max_concurrency, run.tolerated_count, run.tolerated_percentage)


@dataclass(slots=True)
class LiveMapRun:
    """Counts what is told to it; everything here is guarded by `lock`.

    Children that the counts already know, or that are not this run's, are not counted again: `running` holds
    those whose end is awaited, with their items.
    """

    run: MapRun
    parent: ParentExecution
    writer: WriteResults
    limits: Limits
    lock: threading.RLock = field(default_factory=threading.RLock)
    running: dict[int, int] = field(default_factory=dict)
    waiting: deque[NextChild] = field(default_factory=deque)
    ended: int = 0
    failed_items: int = 0
    items: int = 0
    launchers: int = 0
    redriven_up_to: int = -1
    started_up_to: int = -1
    is_closed: bool = False

    @classmethod
    def of(cls, run: MapRun, parent: ParentExecution, plan: MapRunPlan) -> "LiveMapRun":
        return cls(run, parent, plan.writer, Limits.of(run))

    def count(self, progress: Progress) -> None:
        self.running = dict(progress.running)
        self.ended = progress.succeeded + progress.failed
        self.failed_items = progress.failed_items
        self.items = progress.items

    @property
    def room(self) -> int:
        return (self.limits.max_concurrency or _SERVICE_LIMIT) - len(self.running)

    @property
    def unstarted(self) -> int:
        """Children that are neither running nor ended; some may be in a launcher's hands."""
        assert self.run.child_count is not None
        return self.run.child_count - self.ended - len(self.running)

    def take(self, child: NextChild) -> None:
        self.running[child.index] = child.item_count

    def note_end(self, index: int, *, succeeded: bool) -> None:
        items = self.running.pop(index, None)
        if items is None:
            return
        self.ended += 1
        if not succeeded:
            self.failed_items += items

    def outlook(self) -> Outlook:
        """Closes the run when it is over, so that one caller alone is told to end it."""
        if self.is_closed:
            return Outlook.NOTHING
        limits = self.limits
        tolerances = (limits.tolerated_count, limits.tolerated_percentage)
        if is_exceeded(self.failed_items, self.items, *tolerances):
            self.is_closed = True
            return Outlook.FAIL
        if self.ended == self.run.child_count:
            self.is_closed = True
            return Outlook.SUCCEED
        return Outlook.GO_ON
