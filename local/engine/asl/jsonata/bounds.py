"""How far an expression may go: counts, not seconds, so that a run played again ends the same.

Source: measurements of the service (floci issues 2667 and 2737): some 100 levels, 873,782 elements of a
range, texts of 2^22 characters. The two bounds on everything that one evaluation does are our own.
"""

from __future__ import annotations

from typing import Any

from local.engine.asl.jsonata.messages import OUT_OF_MEMORY, STACK_OVERFLOW, TIMED_OUT

MOST_NESTED = 100
MOST_STEPS = 500_000
MOST_ELEMENTS = 873_782
LONGEST_TEXT = 2**22
MOST_ALLOCATED = 64 * 1024 * 1024
_BYTES_OF_AN_ELEMENT = 8


class BoundExceededError(Exception):
    """The message is the service's."""


class Bounds:
    """What one evaluation has used up; `enter` and `leave` are called at each part of the expression."""

    def __init__(self) -> None:
        self.depth = 0
        self.steps = 0
        self.allocated = 0

    def enter(self, _expression: Any, _input: Any, _frame: Any) -> None:
        self.depth += 1
        self.steps += 1
        if self.depth > MOST_NESTED:
            raise BoundExceededError(STACK_OVERFLOW)
        if self.steps > MOST_STEPS:
            raise BoundExceededError(TIMED_OUT)

    def leave(self, _expression: Any, _input: Any, _frame: Any, _result: Any) -> None:
        self.depth -= 1

    def elements(self, count: int) -> None:
        """Make room for an array."""
        self._allocate(count, MOST_ELEMENTS, _BYTES_OF_AN_ELEMENT)

    def characters(self, count: int) -> None:
        """Make room for a text."""
        self._allocate(count, LONGEST_TEXT, 1)

    def _allocate(self, count: int, most: int, size: int) -> None:
        self.allocated += count * size
        if count > most or self.allocated > MOST_ALLOCATED:
            raise BoundExceededError(OUT_OF_MEMORY)
