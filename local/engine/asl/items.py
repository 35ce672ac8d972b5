"""What a Map state iterates over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.flow import read_or_fail
from local.engine.asl.paths import CONTEXT

if TYPE_CHECKING:
    from local.engine.asl.paths import Path
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope


class Items(Protocol):
    def read(self, document: JSON, scope: Scope, *, objects: bool = False) -> JSON:
        """Return the items; StateError unless they are an array or, with `objects`, an object."""
        ...


@dataclass(frozen=True, slots=True)
class PathItems:
    """`ItemsPath`."""

    path: Path

    def read(self, document: JSON, scope: Scope, *, objects: bool = False) -> JSON:
        items = read_or_fail(self.path, document, scope)
        if not isinstance(items, list) and not (objects and isinstance(items, dict)):
            cause = f'Reference path "{self._shown_path}" must point to array.'
            raise RuntimeStateError(cause)
        return items

    @property
    def _shown_path(self) -> str:
        """The service shows a path into the context object with a single `$`."""
        return self.path.text.removeprefix("$") if self.path.root == CONTEXT else self.path.text
