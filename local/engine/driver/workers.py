"""Who carries out the work of the runs: threads that block in invocations, or the caller itself, in order."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Protocol

from local.engine.driver.activity import Activity
from local.engine.driver.patience import EngineClosedError

Work = Callable[[], None]
_log = logging.getLogger(__name__)


class Workers(Protocol):
    def submit(self, work: Work) -> None: ...

    def may_continue(self) -> bool:
        """Whether a worker may go on with its run at once: nobody queues for it."""
        ...

    def settle(self, timeout: float | None = None) -> bool:
        """Waits until no work is left; False when `timeout` seconds did not suffice."""
        ...

    def close(self, timeout: float) -> None: ...


class ThreadWorkers:
    """At most `count` daemon threads, each started when there is work and no idle one."""

    def __init__(self, count: int, activity: Activity) -> None:
        self._count = count
        self._activity = activity
        self._queue: SimpleQueue[Work | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = 0
        self._unclaimed = 0
        self._idle = 0

    @property
    def thread_count(self) -> int:
        return self._threads

    def submit(self, work: Work) -> None:
        self._activity.begin()
        with self._lock:
            self._unclaimed += 1
            if self._unclaimed > self._idle and self._threads < self._count:
                self._start_a_thread()
        self._queue.put(work)

    def may_continue(self) -> bool:
        return self._queue.empty()

    def settle(self, timeout: float | None = None) -> bool:
        return self._activity.wait_idle(timeout)

    def close(self, timeout: float) -> None:
        self._activity.wait_idle(timeout)
        for _ in range(self._threads):
            self._queue.put(None)

    def _start_a_thread(self) -> None:
        """When the system has none left, the work is for a thread that is there, or for the next one."""
        name = f"engine-{self._threads + 1}"
        try:
            threading.Thread(target=self._work, name=name, daemon=True).start()
            self._threads += 1
        except RuntimeError:
            _log.exception("worker.not_started")

    def _work(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            work = self._queue.get()
            with self._lock:
                self._idle -= 1
                self._unclaimed -= 1
            if work is None:
                return
            _carry_out(work)
            self._activity.end()


class InlineWorkers:
    """Work waits until the caller settles: one thread, one order, so runs can be played again exactly.

    `choose` picks the position of the next piece of work among those that wait (a seeded scheduler); first
    come, first served by default.
    """

    def __init__(self, choose: Callable[[int], int] = lambda _count: 0) -> None:
        self._choose = choose
        self._waiting: deque[Work] = deque()

    def submit(self, work: Work) -> None:
        self._waiting.append(work)

    def may_continue(self) -> bool:
        return False

    def run_next(self) -> bool:
        """Carries out one piece of work; False when none waits."""
        if not self._waiting:
            return False
        position = self._choose(len(self._waiting))
        work = self._waiting[position]
        del self._waiting[position]
        work()
        return True

    def settle(self, timeout: float | None = None) -> bool:
        del timeout
        while self.run_next():
            pass
        return True

    def close(self, timeout: float) -> None:
        del timeout
        self._waiting.clear()


def _carry_out(work: Work) -> None:
    try:
        work()
    except EngineClosedError:
        _log.info("work.left_for_the_next_start")
    except BaseException:  # noqa: BLE001 -- a failed piece of work must not end its thread
        _log.exception("work.failed")
