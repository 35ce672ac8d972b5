from collections import Counter
from dataclasses import replace
from math import inf

from local.simulator.setting import Broken, Setting
from local.simulator.shrinking import shrunk
from local.simulator.world import Outcome
from tests.local.simulator.settings import setting

ALL = tuple(f"load/{number}" for number in range(8)) + tuple(f"act/{number}" for number in range(40))
NEEDED = {"load/3", "act/7", "act/31"}


class Plays:
    """A world that breaks when the needed decisions are kept."""

    def __init__(self, invariant: str = "one hold") -> None:
        self.invariant = invariant
        self.times = 0

    def __call__(self, asked: Setting) -> Outcome:
        self.times += 1
        kept = ALL if asked.kept is None else tuple(key for key in ALL if key in asked.kept)
        broken = Broken(self.invariant, "two hold") if set(kept) >= NEEDED else None
        return Outcome(asked, "", broken, kept, Counter(), (), 0)


def test_only_what_the_failure_needs_is_left() -> None:
    plays = Plays()

    shortest = shrunk(plays(setting()), plays)

    assert set(shortest.made) == NEEDED
    assert shortest.setting.kept is not None
    assert plays.times < 120


def test_another_failure_is_no_shorter_one() -> None:
    broken = Plays()(setting())

    assert shrunk(broken, Plays("money conserved")) is broken


def test_it_ends_in_time_with_what_it_has() -> None:
    plays = Plays()
    broken = replace(plays(setting()), trace="as it was")

    assert shrunk(broken, plays, seconds=0).trace == "as it was"
    assert shrunk(broken, plays, tries=3, seconds=inf).setting.kept is not None
    assert plays.times == 4
