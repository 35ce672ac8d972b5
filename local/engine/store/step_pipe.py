"""Steps of several runs, written together: one transaction, one round trip, one sync of the disk."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.engine.store.journal import StepRecord
from local.engine.store.prepared import Connection

Statement = tuple[str, Mapping[str, Any]]


@dataclass(eq=False)
class StepPipe:
    """A connection for this alone. After any error it is closed, and none of the steps need be written."""

    connection: Connection
    statement_of: Callable[[StepRecord], Statement]
    written: Callable[[StepRecord], None]
    fileno: int = field(init=False)
    _steps: tuple[StepRecord, ...] = ()

    def __post_init__(self) -> None:
        self.fileno = self.connection.pgconn.socket  # a lost connection would not tell it

    def send(self, steps: Iterable[StepRecord]) -> None:
        """Waits for nothing; raises `psycopg.Error`."""
        self._steps = tuple(steps)
        self.connection.send_together(map(self.statement_of, self._steps))

    def have_committed(self) -> bool:
        """Reads what has come, and waits for nothing; raises `psycopg.Error`, also when nothing was sent."""
        if not self.connection.have_committed():
            return False
        for step in self._steps:
            self.written(step)
        return True

    def close(self) -> None:
        self.connection.close()
