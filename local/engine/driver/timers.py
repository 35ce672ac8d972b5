"""Finds the timers that are due and has them fired; they live in the journal, not in memory."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from local.engine.clock import Clock, VirtualClock
from local.engine.driver.activity import Activity
from local.engine.driver.workers import Workers
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.journal import DueTimer, Journal

_A_BATCH = 500
_LONGEST_SLEEP = timedelta(seconds=60)
_JOURNAL_AWAY_SECONDS = 0.5
_log = logging.getLogger(__name__)


class Timers:
    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        workers: Workers,
        activity: Activity,
        fire: Callable[[DueTimer], None],
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._workers = workers
        self._activity = activity
        self._fire = fire
        self._in_flight: set[DueTimer] = set()
        self._changed = threading.Condition()
        self._wake_at: datetime | None = None
        self._woken = False
        self._closed = False
        self._thread: threading.Thread | None = None
        self.listener: Callable[[datetime], None] = lambda _due_at: None

    def open(self) -> None:
        """Fires timers from a thread of its own, unless a virtual clock is moved by hand."""
        virtual = isinstance(self._clock, VirtualClock)
        if virtual and not (isinstance(self._clock, VirtualClock) and self._clock.auto):
            return
        loop = self._jump_when_idle if virtual else self._sleep_until_due
        self._thread = threading.Thread(target=self._run, args=(loop,), name="engine-timers", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed = True
        self.wake()
        if self._thread:
            self._thread.join(timeout=5)

    def notice(self, due_at: datetime) -> None:
        """A timer was set: wake up earlier if it is the first one due, and tell the `listener`."""
        self.listener(due_at)
        with self._changed:
            if self._wake_at is None or due_at < self._wake_at:
                self._woken = True
                self._changed.notify_all()

    def wake(self) -> None:
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def fire_due(self, now: datetime | None = None) -> int:
        """Hands every timer that is due and not under way yet to the workers; answers how many."""
        due = self._journal.due_timers(now or self._clock.now(), _A_BATCH + len(self._in_flight))
        with self._changed:
            fresh = [timer for timer in due if timer not in self._in_flight]
            self._in_flight.update(fresh)
        for timer in fresh:
            self._workers.submit(partial(self._fire_one, timer))
        return len(fresh)

    def next_due(self) -> datetime | None:
        """The earliest timer of all that is not being fired."""
        return self._journal.next_due(self._clock.now())

    def _fire_one(self, timer: DueTimer) -> None:
        self._fire(timer)
        with self._changed:
            self._in_flight.discard(timer)
            if not self._in_flight:
                self._woken = True
                self._changed.notify_all()

    def _run(self, loop: Callable[[], None]) -> None:
        while not self._closed:
            try:
                loop()
            except JournalUnavailableError as error:
                _log.warning("timers.journal_unavailable %s", error)
                self._wait(_JOURNAL_AWAY_SECONDS)
            except Exception:  # noqa: BLE001 -- the timers' thread must outlive any failure
                _log.exception("timers.failed")
                self._wait(_JOURNAL_AWAY_SECONDS)

    def _sleep_until_due(self) -> None:
        self._expect_changes()
        now = self._clock.now()  # read once: a timer due between two readings would be seen by neither query
        self.fire_due(now)
        due_at = self._journal.next_due(now)
        self._wake_at = min(due_at or now + _LONGEST_SLEEP, now + _LONGEST_SLEEP)
        self._wait((self._wake_at - self._clock.now()).total_seconds())

    def _jump_when_idle(self) -> None:
        self._expect_changes()
        if not self._activity.wait_idle(1.0):
            return
        if self.fire_due():
            return
        due_at = self.next_due()
        if due_at is None:
            self._wait(_LONGEST_SLEEP.total_seconds())
        elif self._activity.is_idle and isinstance(self._clock, VirtualClock):
            self._clock.move_to(due_at)
            self.fire_due()

    def _expect_changes(self) -> None:
        with self._changed:
            self._woken = False
            self._wake_at = None

    def _wait(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._woken, max(seconds, 0))
