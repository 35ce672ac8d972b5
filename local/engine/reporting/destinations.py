"""Where a machine's execution logs go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_LOG_GROUP = re.compile(r"arn:[\w-]+:logs:[\w-]*:\d*:log-group:(?P<name>[^:*]{1,512}):\*")


class DestinationNotFoundError(Exception):
    """There is no log group of this name."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """`at` is in milliseconds since 1970; `message` is the log event's JSON text."""

    at: int
    message: str


class LogSink(Protocol):
    """CloudWatch Logs, or what stands in for it."""

    def check(self, group: str) -> None:
        """Raises `DestinationNotFoundError`."""
        ...

    def put(self, group: str, stream: str, lines: Sequence[LogLine]) -> None:
        """In order of time, making the stream where it is missing; any error means that nothing was taken."""
        ...


def log_group_name(arn: str) -> str | None:
    """Of `arn:aws:logs:<region>:<account>:log-group:<name>:*`; None for another ARN."""
    named = _LOG_GROUP.fullmatch(arn)
    return named["name"] if named else None
