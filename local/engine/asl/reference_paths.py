"""Reference paths: where ResultPath writes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import RESULT_PATH_MATCH_FAILURE, ExpressionSyntaxError, StateError
from local.engine.asl.path_parser import parse_path
from local.engine.asl.paths import DOCUMENT, Path
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from local.engine.asl.path_selectors import Position

_NO_REFERENCE = "Value is not a Reference Path"
# a function's call, or an index from the end
_CALCULATED = re.compile(r"\.[^\s.\[\]'\"]+\(\)|\[\s*\(")


@dataclass(frozen=True, slots=True)
class ReferencePath:
    """A place in the document; no keys is the whole document."""

    text: str
    keys: tuple[str | Position, ...]

    def write(self, document: JSON, value: JSON) -> JSON:
        """Return a document that has `value` here; only the containers on the way are copied.

        Raises StateError (States.ResultPathMatchFailure) when something else stands in the way.
        """
        return self._put(document, self.keys, value, document)

    def _put(self, container: JSON, keys: tuple[str | Position, ...], value: JSON, document: JSON) -> JSON:
        if not keys:
            return value
        key, rest = keys[0], keys[1:]
        if isinstance(key, str) and isinstance(container, dict):
            return {
                **container,
                key: self._put(container.get(key, {} if rest else None), rest, value, document),
            }
        if isinstance(key, int) and isinstance(container, list) and 0 <= key < len(container):
            return [*container[:key], self._put(container[key], rest, value, document), *container[key + 1 :]]
        cause = f"Unable to apply ReferencePath {self.text} to input {to_text(document)}"
        raise StateError(RESULT_PATH_MATCH_FAILURE, cause)


def parse_reference_path(text: str) -> ReferencePath:
    """Read a ResultPath; ExpressionSyntaxError unless it names one place of the document."""
    path = parse_definite_path(text)
    if path.root != DOCUMENT:
        raise ExpressionSyntaxError(_NO_REFERENCE)
    return ReferencePath(text, path.keys)


def parse_definite_path(text: str) -> Path:
    """Read a path to one place; ExpressionSyntaxError with the service's words."""
    if not text.startswith(DOCUMENT):
        message = f"{_NO_REFERENCE}: Reference path didn't start with '{DOCUMENT}'"
        raise ExpressionSyntaxError(message)
    try:
        path = parse_path(text)
    except ExpressionSyntaxError as problem:
        raise ExpressionSyntaxError(_NO_REFERENCE) from problem
    if not path.definite or _CALCULATED.search(text):
        raise ExpressionSyntaxError(_NO_REFERENCE)
    return path
