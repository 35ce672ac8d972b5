"""Steps of several runs, written together: one transaction, one round trip, one sync of the disk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from local.engine.store.journal import StepRecord
from local.engine.store.prepared import Bound, Connection


@dataclass(frozen=True, slots=True)
class PackedStep:
    """A step as the journal is told it."""

    step: StepRecord
    bound: Bound


@dataclass(eq=False)
class StepPipe:
    """A connection for this alone. After any error it is closed, and none of the steps need be written."""

    connection: Connection
    written: Callable[[StepRecord], None]
    fileno: int = field(init=False)
    is_full: bool = False
    _sent: Sequence[PackedStep] = ()

    def __post_init__(self) -> None:
        self.fileno = self.connection.pgconn.socket  # a lost connection would not tell it

    def send(self, steps: Sequence[PackedStep]) -> None:
        """Waits for nothing; raises `psycopg.Error`. When it `is_full`, `have_committed` sends the rest."""
        self._sent = steps
        self.connection.send_together([each.bound for each in steps])
        self.is_full = self.connection.send_more()

    def have_committed(self) -> bool:
        """Reads what has come, and waits for nothing; raises `psycopg.Error`, also when nothing was sent."""
        if self.is_full:
            self.is_full = self.connection.send_more()
        if not self.connection.have_committed():
            return False
        for each in self._sent:
            self.written(each.step)
        return True

    def close(self) -> None:
        self.connection.close()
