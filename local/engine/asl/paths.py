"""JSONPath as ASL uses it: parsed once, then read many times.

A definite path (names and indexes only) names one place, which must exist.
An indefinite one (wildcard, slice, union, filter, `..`) gives the list of what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.path_selectors import Selector
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope

DOCUMENT = "$"
CONTEXT = "$$"


class PathNotFoundError(Exception):
    """The document has nothing at a definite path.

    `past_the_end` tells that an array was there, and is shorter than the path's last index.
    """

    def __init__(self, path: Path, *, past_the_end: bool = False) -> None:
        super().__init__(f"No results for path: {path.canonical}")
        self.path = path
        self.past_the_end = past_the_end


@dataclass(frozen=True, slots=True)
class Path:
    """`root` is `$`, `$$` or a variable's name; `selectors` is empty for a definite path."""

    text: str
    root: str
    keys: tuple[str | int, ...]
    selectors: tuple[Selector, ...] = ()

    @property
    def definite(self) -> bool:
        return not self.selectors

    @property
    def is_document(self) -> bool:
        return self.root == DOCUMENT and not self.keys and not self.selectors

    @property
    def canonical(self) -> str:
        """The path in the bracket form of AWS's messages: `$['load']['stops'][0]`."""
        root = self.root if self.root.startswith("$") else f"${self.root}"
        return root + "".join(f"['{key}']" if isinstance(key, str) else f"[{key}]" for key in self.keys)

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
        for depth, key in enumerate(self.keys, start=1):
            if isinstance(key, str):
                found = isinstance(value, dict) and key in value
            else:
                found = isinstance(value, list) and -len(value) <= key < len(value)
            if not found:
                is_last = depth == len(self.keys)
                raise PathNotFoundError(
                    self, past_the_end=is_last and isinstance(key, int) and isinstance(value, list)
                )
            value = value[key]
        return value
