"""The shortest way to a failure: loads, acts and faults are left out while the same invariant breaks.

Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002) over the
decisions that came out for something. Each stands by its own key, so leaving one out moves no other.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from local.simulator.setting import Setting
from local.simulator.world import Outcome

MOST_SECONDS = 120.0
MOST_TRIES = 1_000
LOAD = "load/"
Play = Callable[[Setting], Outcome]


class _Shrinker:
    def __init__(self, broken: Outcome, play: Play, tries: int, seconds: float) -> None:
        self.best = broken
        self._play = play
        self._tries_left = tries
        self._ends_at = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return self._tries_left <= 0 or time.monotonic() >= self._ends_at

    def without(self, matches: Callable[[str], bool]) -> None:
        """Leave out what can be left out of the decisions that match, in ever smaller pieces."""
        pieces = 2
        while not self.is_over:
            candidates = [key for key in self.best.made if matches(key)]
            if not candidates:
                return
            pieces = min(pieces, len(candidates))
            if self._left_out_one_of(_pieces(candidates, pieces)):
                pieces = max(pieces - 1, 2)
            elif pieces == len(candidates):
                return
            else:
                pieces *= 2

    def _left_out_one_of(self, pieces: Sequence[Sequence[str]]) -> bool:
        for piece in pieces:
            if self.is_over:
                return False
            if self._fails_without(frozenset(piece)):
                return True
        return False

    def _fails_without(self, piece: frozenset[str]) -> bool:
        kept = frozenset(self.best.made) - piece
        outcome = self._play(replace(self.best.setting, kept=kept))
        self._tries_left -= 1
        assert self.best.broken is not None
        if outcome.broken is None or outcome.broken.invariant != self.best.broken.invariant:
            return False
        self.best = outcome
        return True


def shrunk(broken: Outcome, play: Play, tries: int = MOST_TRIES, seconds: float = MOST_SECONDS) -> Outcome:
    """Return the smallest outcome found by so many tries within the time that breaks the same invariant."""
    shrinker = _Shrinker(broken, play, tries, seconds)
    shrinker.without(lambda key: key.startswith(LOAD))
    shrinker.without(lambda _key: True)
    return shrinker.best


def _pieces(keys: Sequence[str], count: int) -> list[Sequence[str]]:
    size, more = divmod(len(keys), count)
    bounds = [0]
    for number in range(count):
        bounds.append(bounds[-1] + size + (number < more))
    return [keys[start:end] for start, end in pairwise(bounds)]
