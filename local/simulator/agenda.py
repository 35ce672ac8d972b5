"""What is to happen, in order of time: the world's one scheduler."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush

from local.simulator.clock import WorldClock

Work = Callable[[], object]


@dataclass(order=True, slots=True)
class Item:
    """Something due; of several at one time the first one noted comes first."""

    due_at: datetime
    number: int
    work: Work = field(compare=False)


class Agenda:
    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._items: list[Item] = []
        self._noted = 0

    def at(self, due_at: datetime, work: Work) -> None:
        self._noted += 1
        heappush(self._items, Item(due_at, self._noted, work))

    def after(self, seconds: float, work: Work) -> None:
        self.at(self._clock.present + timedelta(seconds=seconds), work)

    def take(self) -> Item | None:
        """Remove and return what is due next; None when nothing is left."""
        return heappop(self._items) if self._items else None

    def __len__(self) -> int:
        return len(self._items)
