"""Waiting for what another process does, without a fixed pause."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 40


def await_true(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen"
        os.sched_yield()


def is_running(pid: int) -> bool:
    """A zombie runs no more."""
    status = Path(f"/proc/{pid}/stat")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
