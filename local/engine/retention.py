"""How long a run may be open, how long a closed one is remembered, and the sweep that sees to both.

AWS, "Quotas related to state machine executions": one year; 90 days.
"""

import logging
import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from local.engine.stimuli import Expired

if TYPE_CHECKING:
    from local.engine.clock import Clock
    from local.engine.driver.driver import Driver
    from local.engine.store.executions import Executions

LONGEST_RUN = timedelta(days=365)
REMEMBERED = timedelta(days=90)
_A_PAGE = 1000
_FORGOTTEN_AT_ONCE = 100
_SWEEP_SECONDS = 3600.0
_log = logging.getLogger(__name__)


class _Closed(Protocol):
    @property
    def stopped_at(self) -> datetime | None: ...


def is_forgotten(execution: _Closed, now: datetime) -> bool:
    """Whether it closed more than 90 days ago: it is not there any more, swept already or not."""
    return execution.stopped_at is not None and now - execution.stopped_at > REMEMBERED


class Retention:
    """Walks the executions from the oldest on, and no further than those that began 90 days ago.

    No index is kept for it, and a run pays nothing: an execution's id grows with the time it began at.
    """

    def __init__(self, executions: "Executions", driver: "Driver", clock: "Clock") -> None:
        self._executions = executions
        self._driver = driver
        self._clock = clock
        self._closed = threading.Event()

    def open(self) -> None:
        """Sweeps once an hour."""
        threading.Thread(target=self._run, name="engine-retention", daemon=True).start()

    def close(self) -> None:
        self._closed.set()

    def sweep(self) -> int:
        """Forgets what closed 90 days ago, times out what began a year ago; answers how many it forgot."""
        now, after, forgotten = self._clock.now(), 0, 0
        while page := self._executions.oldest(after, _A_PAGE):
            after = page[-1].id
            closed = [execution.id for execution in page if is_forgotten(execution, now)]
            for first in range(0, len(closed), _FORGOTTEN_AT_ONCE):
                self._executions.forget(closed[first : first + _FORGOTTEN_AT_ONCE])
            forgotten += len(closed)
            for execution in page:
                if execution.stopped_at is None and now - execution.started_at >= LONGEST_RUN:
                    self._driver.deliver(execution.id, Expired())
            if self._closed.is_set() or now - page[-1].started_at < REMEMBERED:
                break
        return forgotten

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                forgotten = self.sweep()
                if forgotten:
                    _log.info("executions.forgotten count=%d", forgotten)
            except Exception:  # noqa: BLE001 -- the next sweep tries again
                _log.exception("retention.failed")
            self._closed.wait(_SWEEP_SECONDS)
