r"""`StringMatches`: `*` stands for any characters, `\*` for itself.

Source: "Comparison operators" of Choice in the Step Functions developer guide.
"""

import re
from functools import lru_cache

_PART = re.compile(r"\\.|\*|[^\\*]+|\\", re.DOTALL)


def matches(text: str, pattern: str) -> bool:
    """One search for each literal: on a long text a regular expression might never come to an end."""
    first, *others = _literals(pattern)
    if not others:
        return text == first
    if not text.startswith(first):
        return False
    *middle, last = others
    reached = len(first)
    for literal in middle:
        found = text.find(literal, reached)
        if found < 0:
            return False
        reached = found + len(literal)
    return len(text) - len(last) >= reached and text.endswith(last)


@lru_cache(maxsize=1024)
def _literals(pattern: str) -> tuple[str, ...]:
    """What stands before, between and after the stars."""
    literals = [""]
    for part in _PART.findall(pattern):
        if part == "*":
            literals.append("")
        else:
            literals[-1] += part[1:] if len(part) > 1 and part[0] == "\\" else part
    return tuple(literals)
