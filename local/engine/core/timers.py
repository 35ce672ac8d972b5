"""Names of a run's timers: stable, so that a driver can keep them over a restart."""

from __future__ import annotations

RUN = "run"


def wait(entered_id: int) -> str:
    return f"wait:{entered_id}"


def timeout(task_id: int) -> str:
    return f"timeout:{task_id}"


def heartbeat(task_id: int) -> str:
    return f"heartbeat:{task_id}"


def retry(event_id: int) -> str:
    return f"retry:{event_id}"


def parse(timer_id: str) -> tuple[str, int]:
    """Return the kind and the number of a timer; 0 for the run's own."""
    kind, _, number = timer_id.partition(":")
    return kind, int(number or 0)
