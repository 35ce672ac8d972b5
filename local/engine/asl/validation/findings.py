"""Collects what is wrong with a definition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import Diagnostic, ExpressionSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = "SCHEMA_VALIDATION_FAILED"
MISSING_TARGET = "MISSING_TRANSITION_TARGET"
MISSING_END = "MISSING_END_STATE"
DUPLICATE_NAME = "DUPLICATE_STATE_NAME"
INVALID_NAME = "INVALID_STATE_NAME"

_TYPE_NAMES = {dict: "Object", list: "Array", str: "String", bool: "Boolean", int: "Integer", float: "Number"}


class Findings:
    """`place` is where in the document the checks stand: `/States/Pay`."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def add(self, message: str, place: str | None, code: str = SCHEMA) -> None:
        self.diagnostics.append(Diagnostic(code, message, place))

    def expect(self, value: Any, kind: type, place: str) -> bool:
        """Return whether the value is of the type; whole numbers are numbers, booleans are not."""
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and kind is not bool):
            self.add(f"Expected value of type {_TYPE_NAMES[kind]}", place)
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
