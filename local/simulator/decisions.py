"""Everything that chance decides in a world, each decision by a key of its own.

A decision is a number derived from the seed and its key alone: dropping one leaves all others as they were,
so a failing world can be shrunk. Decisions that do something (an act, a fault, a load) are noted in `made`;
with `kept`, those that are not in it come out as if chance had decided for nothing.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar
from uuid import UUID

_SPAN = 1 << 64
Option = TypeVar("Option")


class Decisions:
    def __init__(self, seed: str, kept: frozenset[str] | None = None) -> None:
        self.seed = seed
        self.kept = kept
        self.made: dict[str, None] = {}
        self._root = blake2b(seed.encode(), digest_size=8)

    def number(self, key: str) -> float:
        """Return a number of [0, 1), the same for the same seed and key."""
        return self._bits(key) / _SPAN

    def between(self, low: int, high: int, key: str) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self.number(key) * (high - low + 1))

    def one_of(self, options: Sequence[Option], key: str) -> Option:
        return options[int(self.number(key) * len(options))]

    def weighed(self, weights: Mapping[str, int], key: str) -> str:
        """Return one of the names, each as often as its weight says."""
        left = self.number(key) * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return name

    def act(self, weights: Mapping[str, int], key: str, otherwise: str) -> str:
        """As `weighed`; whatever is not `otherwise` is an act, which can be dropped."""
        name = self.weighed(weights, key)
        return name if name != otherwise and self.keeps(key) else otherwise

    def happens(self, chance: float, key: str) -> bool:
        """Whether something happens that can be dropped."""
        return self.number(key) < chance and self.keeps(key)

    def keeps(self, key: str) -> bool:
        if self.kept is not None and key not in self.kept:
            return False
        self.made[key] = None
        return True

    def identifier(self, key: str) -> UUID:
        """Return a UUID that stands for a random one."""
        return UUID(int=(self._bits(key) << 64) | self._bits(f"{key}/rest"), version=4)

    def _bits(self, key: str) -> int:
        digest = self._root.copy()
        digest.update(key.encode())
        return int.from_bytes(digest.digest(), "big")
