"""The execution logs of all machines: which run writes where."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from local.engine.commands import Event, ExecutionInfo
from local.engine.reporting.destinations import LogSink
from local.engine.reporting.log_delivery import LogDelivery, Pending
from local.engine.reporting.log_events import LogSettings, log_line, log_settings
from local.engine.store.machines import Revision

_KEPT = 256
_BYTES_OF_AN_EVENT = 500  # besides its payloads


@dataclass(frozen=True, slots=True)
class RunLog:
    """One run's log. Writing never fails and never waits."""

    settings: LogSettings
    execution: ExecutionInfo
    delivery: LogDelivery
    stream_of: Callable[[str, str], str]

    def write(self, events: Sequence[Event], redrive_count: int) -> None:
        taken = [event for event in events if self.settings.takes(event.type)]
        if taken:
            self.delivery.put([self._pending(event, redrive_count) for event in taken])

    def _pending(self, event: Event, redrive_count: int) -> Pending:
        minute = f"{event.timestamp:%Y-%m-%d-%H-%M}"
        make = partial(
            log_line, event, self.execution.execution_arn, redrive_count, with_data=self.settings.with_data
        )
        stream = self.stream_of(self.execution.state_machine_name, minute)
        return Pending(self.settings.group, stream, _size(event.details.values()), make)


@dataclass(eq=False)
class ExecutionLogs:
    """Without a sink nothing is logged, and every destination is taken as it is."""

    revision_of: Callable[[UUID], Revision | None]
    sink: LogSink | None = None
    delivery: LogDelivery | None = field(init=False)

    def __post_init__(self) -> None:
        self.delivery = LogDelivery(self.sink) if self.sink else None
        self._settings_of = lru_cache(_KEPT)(self._read_settings)
        self._mark = secrets.token_hex(4)
        self._streams: dict[tuple[str, str], str] = {}

    def check(self, group: str) -> None:
        """Raises `DestinationNotFoundError`."""
        if self.sink:
            self.sink.check(group)

    def of(self, revision_id: UUID, execution: ExecutionInfo) -> RunLog | None:
        """The log of a run; None when its machine logs nothing."""
        settings = self._settings_of(revision_id) if self.delivery else None
        if settings is None or self.delivery is None:
            return None
        return RunLog(settings, execution, self.delivery, self._stream)

    def close(self, timeout: float) -> None:
        if self.delivery:
            self.delivery.close(timeout)

    def _read_settings(self, revision_id: UUID) -> LogSettings | None:
        revision = self.revision_of(revision_id)
        return log_settings(revision.options.get("loggingConfiguration", {})) if revision else None

    def _stream(self, machine_name: str, minute: str) -> str:
        """`states/<machine>/<date>/<hash>` as AWS names it: one for every machine, day and engine."""
        day = minute[: len("2027-03-01")]
        name = self._streams.get((machine_name, day))
        if name is None:
            digest = hashlib.sha256(f"{self._mark}/{machine_name}/{minute}".encode()).hexdigest()[:8]
            name = self._streams.setdefault((machine_name, day), f"states/{machine_name}/{minute}/{digest}")
        return name


def _size(values: Any) -> int:
    return _BYTES_OF_AN_EVENT + sum(len(value) for value in values if isinstance(value, str))
