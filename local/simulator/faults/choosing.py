"""Which fault strikes where: decided by the key of what it strikes."""

from collections import Counter
from collections.abc import Mapping

from local.simulator.decisions import Decisions
from local.simulator.faults.catalogue import (
    CHANCE_OF_DELIVERIES,
    CHANCE_OF_FUNCTIONS,
    OF_DELIVERIES,
    OF_FUNCTIONS,
)


class Faults:
    """The faults of a world; `struck` counts those that did something. None strikes once `calm` is set."""

    def __init__(self, decisions: Decisions, named: frozenset[str]) -> None:
        self._decisions = decisions
        self.named = named
        self.struck: Counter[str] = Counter()
        self.calm = False
        self._of_functions = {name: weight for name, weight in OF_FUNCTIONS.items() if name in named}
        self._of_deliveries = {name: weight for name, weight in OF_DELIVERIES.items() if name in named}

    def of_function(self, key: str) -> str | None:
        return self._chosen(self._of_functions, CHANCE_OF_FUNCTIONS, f"fault/{key}")

    def of_delivery(self, key: str) -> str | None:
        return self._chosen(self._of_deliveries, CHANCE_OF_DELIVERIES, f"fault/{key}")

    def happens(self, fault: str, chance: float, key: str) -> bool:
        """Whether this fault strikes the world itself."""
        return fault in self.named and self._decisions.happens(chance, f"fault/{fault}/{key}")

    def _chosen(self, weights: Mapping[str, int], chance: float, key: str) -> str | None:
        if self.calm or not weights or not self._decisions.happens(chance, key):
            return None
        return self._decisions.weighed(weights, f"{key}/kind")
