"""JSONPath as ASL uses it: parsed once, then read many times.

A definite path (names and indexes only) names one place, which must exist.
An indefinite one (wildcard, slice, union, filter, `..`) gives the list of what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.path_selectors import Position, within
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.engine.asl.path_selectors import Selector
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope

DOCUMENT = "$"
CONTEXT = "$$"


class PathNotFoundError(Exception):
    """The document has nothing at a definite path; says why in the words of the service's library (Jayway).

    `past_the_end` tells that an array was there, and is shorter than the path's last index; `no_array` that
    something else was in an array's place.
    """

    def __init__(self, path: Path, depth: int = 0, container: JSON = None) -> None:
        """`depth` is the place of the key that `container` does not have."""
        key = path.keys[depth] if path.keys else None
        is_last = depth == len(path.keys) - 1
        self.path = path
        self.past_the_end = is_last and isinstance(key, Position) and isinstance(container, list)
        self.no_array = isinstance(key, Position) and not isinstance(container, list)
        super().__init__(self._reason(depth, container, is_last=is_last))

    def _reason(self, depth: int, container: JSON, *, is_last: bool) -> str:
        if self.no_array:
            key = self.path.keys[depth]
            return f"Filter: [{key}] can only be applied to arrays. Current context is: {to_text(container)}"
        if not is_last and isinstance(container, dict):
            return f"Missing property in path {canonical(self.path.keys[: depth + 1])}"
        return f"No results for path: {canonical(self.path.keys)}"


@dataclass(frozen=True, slots=True)
class Path:
    """`root` is `$`, `$$` or a variable's name; `selectors` is empty for a definite path."""

    text: str
    root: str
    keys: tuple[str | Position, ...]
    selectors: tuple[Selector, ...] = ()

    @property
    def definite(self) -> bool:
        return not self.selectors

    @property
    def is_document(self) -> bool:
        return self.root == DOCUMENT and not self.keys and not self.selectors

    def read(self, document: JSON, scope: Scope) -> JSON:
        """Return the value at this path; PathNotFoundError when a definite path leads nowhere."""
        start = self._start(document, scope)
        if not self.selectors:
            return self._follow(start)
        found = self._followed(start)
        for selector in self.selectors:
            found = [each for container in found for each in selector(container)]
        return found

    def _start(self, document: JSON, scope: Scope) -> JSON:
        if self.root == DOCUMENT:
            return document
        if self.root == CONTEXT:
            return scope.context()
        if self.root in scope.variables:
            return scope.variables[self.root]
        raise PathNotFoundError(self)

    def _followed(self, start: JSON) -> list[JSON]:
        """What an indefinite path begins to select from: nothing where its definite part leads nowhere."""
        try:
            return [self._follow(start)]
        except PathNotFoundError:
            return []

    def _follow(self, value: JSON) -> JSON:
        place: str | int | None
        for depth, key in enumerate(self.keys):
            if isinstance(key, str):
                place = key if isinstance(value, dict) and key in value else None
            else:
                place = within(value, key) if isinstance(value, list) else None
            if place is None:
                raise PathNotFoundError(self, depth, value)
            value = value[place]
        return value


def canonical(keys: Sequence[str | Position]) -> str:
    """A path in the bracket form of AWS's messages, `$['load']['stops'][0]`, whatever its root is called."""
    return DOCUMENT + "".join(f"['{key}']" if isinstance(key, str) else f"[{key}]" for key in keys)
