"""What stands in for CloudWatch Logs and EventBridge."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from local.engine.reporting.destinations import DestinationNotFoundError, LogLine
from local.engine.reporting.status_events import Entry

GROUP = "/runs"
GROUP_ARN = f"arn:aws:logs:us-east-1:000000000000:log-group:{GROUP}:*"


def logging_to(level: str, *, with_data: bool = True, arn: str = GROUP_ARN) -> dict[str, Any]:
    """A `loggingConfiguration`."""
    destinations = [{"cloudWatchLogsLogGroup": {"logGroupArn": arn}}]
    return {"level": level, "includeExecutionData": with_data, "destinations": destinations}


@dataclass
class KeptLogs:
    """A `LogSink` that knows one group and fails as often as told."""

    failures: int = 0
    puts: list[tuple[str, str, Sequence[LogLine]]] = field(default_factory=list)

    def check(self, group: str) -> None:
        if group != GROUP:
            raise DestinationNotFoundError(group)

    def put(self, group: str, stream: str, lines: Sequence[LogLine]) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("CloudWatch Logs is away")
        self.puts.append((group, stream, lines))

    @property
    def events(self) -> list[Any]:
        return [json.loads(line.message) for _, _, lines in self.puts for line in lines]


@dataclass
class KeptEvents:
    """An `EventBus` that takes what `takes` says."""

    takes: Callable[[Entry], bool] = lambda _entry: True
    puts: list[list[Entry]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def put(self, entries: Sequence[Entry]) -> Sequence[bool]:
        self.puts.append(list(entries))
        answers = [self.takes(entry) for entry in entries]
        self.entries += [entry for entry, taken in zip(entries, answers, strict=True) if taken]
        return answers

    @property
    def details(self) -> list[dict[str, Any]]:
        return [json.loads(entry["Detail"]) for entry in self.entries]
