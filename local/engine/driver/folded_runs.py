"""The runs that are folded in memory: the most recently used few, and a lock for each run at work."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from types import TracebackType

from local.engine.core.run import Run
from local.engine.reporting.execution_logs import RunLog

_LOOKED_AT = 8


@dataclass(slots=True)
class FoldedRun:
    run: Run
    timers: dict[str, datetime]
    reports_end: bool
    log: RunLog | None = None


class FoldedRuns:
    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._runs: OrderedDict[int, FoldedRun] = OrderedDict()
        self._locks: dict[int, tuple[threading.RLock, int]] = {}
        self._guard = threading.Lock()

    def locked(self, execution_id: int) -> "RunLock":
        """One thread at a time for a run; others wait."""
        return RunLock(self, execution_id)

    def acquire(self, execution_id: int) -> None:
        with self._guard:
            lock, users = self._locks.get(execution_id) or (threading.RLock(), 0)
            self._locks[execution_id] = (lock, users + 1)
        lock.acquire()

    def try_acquire(self, execution_id: int) -> bool:
        """Without waiting; False when anybody is at the run, this very thread as well."""
        with self._guard:
            if execution_id in self._locks:
                return False
            lock = threading.RLock()
            lock.acquire()
            self._locks[execution_id] = (lock, 1)
            return True

    def is_wanted(self, execution_id: int) -> bool:
        """Whether anybody waits for a run that is locked."""
        return self._locks[execution_id][1] > 1

    def release(self, execution_id: int) -> None:
        with self._guard:
            lock, users = self._locks.pop(execution_id)
            if users > 1:
                self._locks[execution_id] = (lock, users - 1)
            lock.release()

    def get(self, execution_id: int) -> FoldedRun | None:
        with self._guard:
            folded = self._runs.get(execution_id)
            if folded:
                self._runs.move_to_end(execution_id)
            return folded

    def put(self, execution_id: int, folded: FoldedRun) -> None:
        with self._guard:
            self._runs[execution_id] = folded
            self._runs.move_to_end(execution_id)
            while len(self._runs) > self._capacity:
                del self._runs[self._cheapest_of_the_oldest()]

    def drop(self, execution_id: int) -> None:
        with self._guard:
            self._runs.pop(execution_id, None)

    def _cheapest_of_the_oldest(self) -> int:
        """The one with the shortest history: a long one would have to be read whole at its next step."""
        oldest = islice(self._runs.items(), _LOOKED_AT)
        return min(oldest, key=lambda item: item[1].run.last_event_id)[0]

    def __len__(self) -> int:
        return len(self._runs)


class RunLock:
    """A run's lock for a `with` block; a class, because every step takes one and a generator costs more."""

    __slots__ = ("_execution_id", "_runs")

    def __init__(self, runs: FoldedRuns, execution_id: int) -> None:
        self._runs = runs
        self._execution_id = execution_id

    def __enter__(self) -> None:
        self._runs.acquire(self._execution_id)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runs.release(self._execution_id)
