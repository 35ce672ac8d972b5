"""A service's relay, as its schedule of every minute runs it."""

from collections.abc import Callable
from dataclasses import dataclass

from local.simulator.functions import Function, FunctionError
from local.simulator.world import World

EVERY_SECONDS = 60
MOST_IN_VAIN = 30
Pending = Callable[[], frozenset[str]]


@dataclass
class RelaySchedule:
    """Runs only in minutes in which the relay would find something: `pending` says what."""

    world: World
    relay: Function
    pending: Pending
    _is_noted: bool = False
    _known: frozenset[str] = frozenset()
    _vain: int = 0

    def note(self) -> None:
        """After a step: have the relay run in a minute if there is something for it."""
        if not self._is_noted and self._is_due():
            self._is_noted = True
            self.world.agenda.after(EVERY_SECONDS, self._run)

    def _is_due(self) -> bool:
        """Half an hour in which it changes nothing is enough: what is left is never delivered."""
        pending = self.pending()
        if pending != self._known:
            self._known, self._vain = pending, 0
        return bool(pending) and self._vain < MOST_IN_VAIN

    def _run(self) -> None:
        self._is_noted = False
        if not self.pending():
            return
        self._vain += 1
        try:
            relayed = self.world.functions.call(self.relay, {}, "relay")
            self.world.trace.add(f"relay: {relayed}")
        except FunctionError as failure:
            self.world.trace.add(f"relay → {failure.name}")
