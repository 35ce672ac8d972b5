"""What happened in a world, a line each, with the time since it began."""

from datetime import datetime, timedelta

from local.simulator.clock import WorldClock


class Trace:
    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._began = clock.present
        self.lines: list[str] = []

    def add(self, text: str) -> None:
        self.lines.append(f"{elapsed(self._clock.present - self._began)} {text}")

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def began(self) -> datetime:
        return self._began


def elapsed(time: timedelta) -> str:
    """As `2d 03:04:05.678`."""
    seconds, microseconds = time.seconds, time.microseconds
    hours, minutes = divmod(seconds // 60, 60)
    return f"{time.days:2}d {hours:02}:{minutes:02}:{seconds % 60:02}.{microseconds // 1000:03}"
