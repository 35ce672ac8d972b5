"""History events as Step Functions writes them to CloudWatch Logs: which, and in which shape.

The levels are those of AWS's "Log levels for Step Functions execution events"; activities, which that table
leaves out, are taken as Lambda functions are.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.engine.commands import Event
from local.engine.execution_data import without_execution_data
from local.engine.reporting.destinations import LogLine, log_group_name

_FATAL = frozenset({"ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"})
_ERROR = _FATAL | {
    "ActivityFailed",
    "ActivityScheduleFailed",
    "ActivityTimedOut",
    "EvaluationFailed",
    "FailStateEntered",
    "LambdaFunctionFailed",
    "LambdaFunctionScheduleFailed",
    "LambdaFunctionStartFailed",
    "LambdaFunctionTimedOut",
    "MapIterationAborted",
    "MapIterationFailed",
    "MapRunAborted",
    "MapRunFailed",
    "MapStateAborted",
    "MapStateFailed",
    "ParallelStateAborted",
    "ParallelStateFailed",
    "TaskFailed",
    "TaskStartFailed",
    "TaskStateAborted",
    "TaskSubmitFailed",
    "TaskTimedOut",
    "WaitStateAborted",
}
LONGEST_MESSAGE_BYTES = 256 * 1024 - 26  # CloudWatch Logs counts 26 bytes for the event around the message
_PAYLOADS = ("input", "output", "parameters")


@dataclass(frozen=True, slots=True)
class LogSettings:
    """A revision's `loggingConfiguration`, where it writes anything."""

    level: str
    with_data: bool
    group: str

    def takes(self, event_type: str) -> bool:
        match self.level:
            case "ALL":
                return True
            case "ERROR":
                return event_type in _ERROR
            case _:
                return event_type in _FATAL


def log_settings(configuration: Mapping[str, Any]) -> LogSettings | None:
    """Of a `loggingConfiguration`; None when it is OFF."""
    destinations = configuration.get("destinations")
    level = configuration.get("level", "OFF")
    if level == "OFF" or not destinations:
        return None
    group = log_group_name(destinations[0]["cloudWatchLogsLogGroup"]["logGroupArn"])
    assert group is not None
    return LogSettings(level, bool(configuration.get("includeExecutionData")), group)


def log_line(event: Event, execution_arn: str, redrive_count: int, *, with_data: bool) -> LogLine:
    """The event as AWS logs it: every number is text, `details` stands there even when empty."""
    details = (
        dict(event.details) if with_data else without_execution_data(event.details, with_parameters=False)
    )
    at = round(event.timestamp.timestamp() * 1000)
    message = {
        "id": str(event.id),
        "type": event.type,
        "details": details,
        "previous_event_id": str(event.previous_id),
        "event_timestamp": str(at),
        "execution_arn": execution_arn,
        "redrive_count": str(redrive_count),
    }
    return LogLine(at, _fitted(message, details))


def _fitted(message: dict[str, Any], details: dict[str, Any]) -> str:
    """Payloads are cut short, and said to be, where CloudWatch Logs would refuse the event."""
    text = _text(message)
    for name in _PAYLOADS:
        excess = len(text.encode()) - LONGEST_MESSAGE_BYTES
        if excess > 0 and isinstance(details.get(name), str):
            details[name] = _cut(details[name], excess)
            if f"{name}Details" in details:
                details[f"{name}Details"] = {"truncated": True}
            text = _text(message)
    return text


def _cut(payload: str, excess: int) -> str:
    """Half as long until that saves enough: how long text is once escaped is not known before."""
    kept, size = payload, len(_text(payload).encode())
    while kept and size - len(_text(kept).encode()) < excess:
        kept = kept[: len(kept) // 2]
    return kept


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
