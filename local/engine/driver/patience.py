"""Trying again while the journal is away."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from local.engine.store.connections import JournalUnavailableError
from local.engine.store.journal import JournalConflictError

_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)
Result = TypeVar("Result")


class EngineClosedError(Exception):
    """The engine is shutting down; what is not journaled is done again at its next start."""


class Patience:
    """Runs an attempt until the journal answers, for at most `limit_seconds` when one is given."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    def close(self) -> None:
        self._closed.set()

    def until_journaled(
        self,
        attempt: Callable[[], Result],
        forget: Callable[[Exception], None] = lambda _error: None,
        limit_seconds: float = float("inf"),
    ) -> Result:
        """`forget` is told the error before every further attempt: what is known of the journal is old."""
        pause, give_up_at = _FIRST_PAUSE_SECONDS, time.monotonic() + limit_seconds
        while True:
            try:
                return attempt()
            except JournalConflictError as error:
                _log.warning("journal.conflict execution=%s", error)
                forget(error)
            except JournalUnavailableError as error:
                if time.monotonic() >= give_up_at:
                    raise
                _log.warning("journal.unavailable pause=%.2f %s", pause, error)
                if self._closed.wait(pause):
                    raise EngineClosedError from error
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
                forget(error)
