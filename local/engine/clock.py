"""Time, injected: the system's, or a virtual one that only moves when told."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware, UTC, in whole milliseconds as Step Functions records time."""
        ...


def whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


class SystemClock:
    def now(self) -> datetime:
        return whole_milliseconds(datetime.now(UTC))


class VirtualClock:
    """Stands still until moved, never backwards.

    With `auto` the engine moves it to the next due timer whenever nothing is outstanding; otherwise
    `Engine.advance` moves it.
    """

    def __init__(self, start: datetime = datetime(2027, 3, 1, tzinfo=UTC), *, auto: bool = False) -> None:
        self._now = whole_milliseconds(start)
        self.auto = auto

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = max(self._now, moment)
