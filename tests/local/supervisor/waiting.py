"""Waits for something that another process does."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 60.0


def wait_for(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not seen():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)
