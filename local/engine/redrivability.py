"""Whether an execution may be redriven, and if not, in AWS's words why (AWS, DescribeExecution)."""

from datetime import datetime, timedelta

from local.engine.retention import LONGEST_RUN

_REDRIVABLE = ("FAILED", "TIMED_OUT", "ABORTED")
_PERIOD = timedelta(days=14)
_MOST_EVENTS = 24_999


def redrive_status(
    status: str, started_at: datetime, stopped_at: datetime | None, event_count: int, now: datetime
) -> tuple[str, str | None]:
    """REDRIVABLE and None, or NOT_REDRIVABLE and the reason."""
    if status not in _REDRIVABLE:
        return "NOT_REDRIVABLE", f"Execution is {status} and cannot be redriven"
    if now - started_at >= LONGEST_RUN:
        return "NOT_REDRIVABLE", "Execution has exceeded the max execution time"
    if stopped_at and now - stopped_at > _PERIOD:
        return "NOT_REDRIVABLE", "Execution redrivable period exceeded"
    if event_count >= _MOST_EVENTS:
        return "NOT_REDRIVABLE", "Execution history event limit exceeded"
    return "REDRIVABLE", None
