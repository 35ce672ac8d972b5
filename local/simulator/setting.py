"""What a world is made from: with the same setting it goes the same way, byte for byte."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Setting:
    """World `number` of a seed. `runs` lifecycles begin in it.

    `kept`: the decisions that may come out for something; all of them when None.
    """

    machine: str
    seed: int
    number: int
    runs: int
    faults: frozenset[str]
    kept: frozenset[str] | None = None

    @property
    def name(self) -> str:
        return f"{self.machine}/{self.seed}/{self.number}"


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold, and what says so."""

    invariant: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.sentence}"


@dataclass(frozen=True)
class Lifecycle:
    """One lifecycle: where it ended, and how long its runs took in virtual time."""

    end: str
    length: timedelta


class BrokenError(Exception):
    """Ends a world at once."""

    def __init__(self, broken: Broken) -> None:
        super().__init__(str(broken))
        self.broken = broken
