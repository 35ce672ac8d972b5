"""Collects what is wrong with a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import Diagnostic, ExpressionSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SCHEMA = "SCHEMA_VALIDATION_FAILED"
MISSING_TARGET = "MISSING_TRANSITION_TARGET"
MISSING_END = "MISSING_END_STATE"
DUPLICATE_NAME = "DUPLICATE_STATE_NAME"
INVALID_NAME = "INVALID_STATE_NAME"

EMPTY = "Value cannot be empty"
NOT_A_TIMESTAMP = "String does not match RFC3339 timestamp"

# the service writes whole numbers in another way
_TYPE_NAMES = {
    dict: "[OBJECT]",
    list: "[ARRAY]",
    str: "[STRING]",
    bool: "[BOOLEAN]",
    int: "Integer",
    float: "[NUMBER]",
}


def expected(kind: type) -> str:
    return f"Expected value of type {_TYPE_NAMES[kind]}"


class Findings:
    """`place` is where in the document the checks stand: `/States/Pay`."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def add(self, message: str, place: str | None, code: str = SCHEMA) -> None:
        self.diagnostics.append(Diagnostic(code, message, place))

    def warn(self, message: str, place: str, code: str) -> None:
        """Note what the service tells and lets pass."""
        self.diagnostics.append(Diagnostic(code, message, place, "WARNING"))

    @property
    def errors(self) -> int:
        return sum(diagnostic.severity == "ERROR" for diagnostic in self.diagnostics)

    def expect_one_of(self, value: Any, allowed: Iterable[str], place: str) -> None:
        if value not in (values := list(allowed)):
            self.add(f"Value should be one of the following: [{', '.join(values)}]", place)

    def expect(self, value: Any, kind: type, place: str) -> bool:
        """Return whether the value is of the type; whole numbers are numbers, booleans are not."""
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and kind is not bool):
            self.add(expected(kind), place)
            return False
        return True

    def parses(
        self, parse: Callable[[Any], object], value: Any, place: str, *, message: str | None = None
    ) -> None:
        """Note that a path, template or call cannot be read."""
        try:
            parse(value)
        except ExpressionSyntaxError as problem:
            self.add(message or str(problem), place)
