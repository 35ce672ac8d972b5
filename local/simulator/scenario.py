"""What the simulator asks of a state machine's scenario, and where scenarios are registered.

A scenario brings the machine, its functions and tables, its actors and its invariants; clock, agenda, bus,
queues, faults, engine and trace are the world's. To add one: a package beside `booking/` and a line in
`SCENARIOS`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from contextlib import AbstractContextManager

    from local.simulator.setting import Broken, Lifecycle
    from local.simulator.world import World

SCENARIOS = {
    "booking": "local.simulator.booking.scenario",
    "message": "local.simulator.message.scenario",
}


class Play(Protocol):
    """A scenario in one world."""

    def begin(self) -> None:
        """Note the actors' first acts in the agenda."""
        ...

    def broken_now(self) -> Iterator[Broken]:
        """What does not hold of that which the last step touched."""
        ...

    def broken_finally(self) -> Iterator[Broken]:
        """What does not hold once nothing is left to happen."""
        ...

    def checks(self) -> int:
        """How often an invariant was checked."""
        ...

    def ended(self) -> list[Lifecycle]: ...

    def upgrade(self) -> None:
        """Give the state machine another definition."""
        ...


class Scenario(Protocol):
    tables: Mapping[str, str]
    """DynamoDB tables with their partition keys."""

    schemas: tuple[str, ...]
    """The Postgres schemas to empty between worlds."""

    def prepare(self, url: str) -> None:
        """Make those schemas in an empty database, but for the engine's own."""
        ...

    def enter(self, world: World) -> AbstractContextManager[Play]:
        """Wire the product's code to the world for as long as the context is open."""
        ...


class UnknownMachineError(Exception):
    """No scenario plays this machine."""

    def __init__(self, machine: str) -> None:
        super().__init__(f"no scenario for the machine {machine!r}; there are {', '.join(SCENARIOS)}")


def scenario_of(machine: str) -> Scenario:
    """Raises UnknownMachineError."""
    if machine not in SCENARIOS:
        raise UnknownMachineError(machine)
    scenario: Scenario = import_module(SCENARIOS[machine]).SCENARIO
    return scenario
