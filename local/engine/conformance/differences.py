"""Shows where what was found differs from what was recorded."""

from __future__ import annotations

import json
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections import Counter

_MOST_LINES = 60


def compared(recorded: Any, found: Any) -> str:
    """A unified diff of the two as JSON: `-` recorded, `+` found."""
    lines = list(unified_diff(_lines(recorded), _lines(found), "recorded", "found", n=2, lineterm=""))
    left_out = len(lines) - _MOST_LINES
    return "\n".join(lines[:_MOST_LINES] + ([f"… {left_out} lines more"] if left_out > 0 else []))


def counted(recorded: Counter[str], found: Counter[str]) -> str:
    """Which event types were too few (`-`) or too many (`+`)."""
    missing = [f"- {count} x {kind}" for kind, count in sorted((recorded - found).items())]
    surplus = [f"+ {count} x {kind}" for kind, count in sorted((found - recorded).items())]
    return "\n".join(missing + surplus)


def _lines(value: Any) -> list[str]:
    return json.dumps(_opened(value), indent=1, sort_keys=True, ensure_ascii=False, default=str).splitlines()


def _opened(value: Any) -> Any:
    """JSON texts are easier to compare as the values they hold."""
    if isinstance(value, dict):
        return {name: _opened(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_opened(each) for each in value]
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:
            return _opened(json.loads(value))
        except (ValueError, RecursionError):
            return value
    return value
