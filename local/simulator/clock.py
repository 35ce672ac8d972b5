"""The world's time."""

from datetime import datetime, timedelta

from local.engine.clock import VirtualClock

TICK = timedelta(milliseconds=1)


class WorldClock(VirtualClock):
    """Virtual, and no two looks at it show the same millisecond: what happened first is known."""

    def now(self) -> datetime:
        self.move_to(super().now() + TICK)
        return super().now()

    @property
    def present(self) -> datetime:
        """The time, without taking any."""
        return super().now()
