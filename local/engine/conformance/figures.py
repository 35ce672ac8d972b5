"""The engine's true figures in its README: written, and checked for drift."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from local.engine.conformance.scoring import LEVELS, Score, by_kind, by_tag, in_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from local.engine.conformance.verifying import Result

REPOSITORY = Path(__file__).parents[3]
README = REPOSITORY / "local" / "engine" / "README.md"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def shared_cases() -> Path:
    """The recordings: in the folder CHAIN_SHARED_DATA, else in `shared/data` beside the repository."""
    return (
        Path(os.environ.get("CHAIN_SHARED_DATA", REPOSITORY.parent / "shared" / "data")) / "asl_cases.jsonl"
    )


def markdown(results: Sequence[Result]) -> str:
    """The scores by kind and by tag as two tables."""
    return "\n".join(
        [
            *_table("kind", [*by_kind(results), in_all(results)]),
            "",
            *_table("tag", by_tag(results)),
        ]
    )


def readme_with(results: Sequence[Result]) -> str:
    """The README's text with these figures in it."""
    text = README.read_text(encoding="utf-8")
    figures = f"{_BEGIN}\n\n{markdown(results)}\n\n{_END}"
    return re.sub(f"{_BEGIN}.*{_END}", lambda _: figures, text, flags=re.DOTALL)


def _table(subject: str, scores: Sequence[Score]) -> Iterator[str]:
    yield f"| {subject} | cases | {' | '.join(f'L{level}' for level in LEVELS)} |"
    yield f"| --- | --: | {' | '.join('--:' for _ in LEVELS)} |"
    for score in scores:
        yield f"| {score.name} | {score.cases} | {' | '.join(f'{score.share(n):.1%}' for n in LEVELS)} |"
