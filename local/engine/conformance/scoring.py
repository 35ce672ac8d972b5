"""How many cases reach which level, by kind and by tag."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.conformance.levels import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from local.engine.conformance.verifying import Result

LEVELS = tuple(range(HIGHEST + 1))
UNTAGGED = "(no tag)"


@dataclass(frozen=True, slots=True)
class Score:
    """`reached[n]` cases of `cases` are at level n or higher."""

    name: str
    cases: int
    reached: tuple[int, ...]

    def share(self, level: int) -> float:
        return self.reached[level] / self.cases if self.cases else 1.0


def by_kind(results: Sequence[Result]) -> list[Score]:
    return _scores((result.case.kind, result.verdict.level) for result in results)


def by_tag(results: Sequence[Result]) -> list[Score]:
    """A case counts under each of its tags."""
    return _scores(
        (tag, result.verdict.level) for result in results for tag in set(result.case.tags) or {UNTAGGED}
    )


def in_all(results: Sequence[Result]) -> Score:
    return _score("all", [result.verdict.level for result in results])


def _scores(labelled: Iterable[tuple[str, int]]) -> list[Score]:
    counted = Counter(labelled)
    return [
        _score(
            name, [level for (other, level), count in counted.items() if other == name for _ in range(count)]
        )
        for name in sorted({name for name, _ in counted})
    ]


def _score(name: str, levels: Sequence[int]) -> Score:
    return Score(name, len(levels), tuple(sum(level >= least for level in levels) for least in LEVELS))
