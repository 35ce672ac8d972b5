"""Numbers, instants and texts that a state gives as they are or by a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from local.engine.asl.errors import RuntimeStateError, StateError
from local.engine.asl.paths import Path, PathNotFoundError
from local.engine.asl.payload import JSON, to_text
from local.engine.asl.timestamps import parse_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.scope import Scope
    from local.engine.asl.templates import Expression

_OF_WAIT = frozenset({"SecondsPath", "TimestampPath"})


class Setting(Protocol):
    """A number or an instant; `document` is the state's input as its query language sees it."""

    @property
    def is_constant(self) -> bool:
        """Whether the document does not matter."""
        ...

    def seconds(self, document: JSON, scope: Scope) -> int: ...

    def instant(self, document: JSON, scope: Scope) -> datetime: ...

    def integer(self, document: JSON, scope: Scope) -> int: ...

    def number(self, document: JSON, scope: Scope) -> float: ...

    def refusal(self, why: str, value: JSON) -> StateError:
        """The failure of a state whose setting has a value that cannot be used."""
        ...

    def failure(self, cause: str) -> StateError: ...


class TextSetting(Protocol):
    """A Fail state's Error or Cause."""

    def text(self, document: JSON, scope: Scope) -> str | None: ...


@dataclass(frozen=True, slots=True)
class PathSetting:
    """Either `constant` or the value at `path`; `field` is the ASL field's name."""

    field: str
    constant: JSON = None
    path: Path | None = None

    @property
    def is_constant(self) -> bool:
        return self.path is None

    def refusal(self, why: str, value: JSON) -> StateError:
        place = self.path.text if self.path else self.field
        return self.failure(f"The {self.field} parameter {why}: {place} == {_shown(value)}")

    def failure(self, cause: str) -> StateError:
        return RuntimeStateError(cause)

    def seconds(self, document: JSON, scope: Scope) -> int:
        """Return whole seconds, also of a text that is a number; RuntimeStateError for anything else."""
        if self.path is None:
            return int(self.constant)
        value = self._parameter(document, scope)
        try:
            return int(_numeric(value))
        except ValueError as problem:
            raise self.refusal("cannot be parsed as a long value", value) from problem

    def instant(self, document: JSON, scope: Scope) -> datetime:
        value = self.constant if self.path is None else self._parameter(document, scope)
        instant = parse_timestamp(value)
        if instant is None:
            why = "does not reference a valid ISO-8601 extended offset date-time format string"
            raise self.refusal(why, value)
        return instant

    def integer(self, document: JSON, scope: Scope) -> int:
        value = self._referred(document, scope)
        try:
            return int(_numeric(value))
        except ValueError as problem:
            raise self._refused(value, "integer") from problem

    def number(self, document: JSON, scope: Scope) -> float:
        value = self._referred(document, scope)
        try:
            return float(_numeric(value))
        except ValueError as problem:
            raise self._refused(value, "float") from problem

    def _parameter(self, document: JSON, scope: Scope) -> JSON:
        """A path of a Wait that leads nowhere is told in other words than those of Task and Map."""
        assert self.path is not None
        try:
            return self.path.read(document, scope)
        except PathNotFoundError as missing:
            if self.field not in _OF_WAIT:
                raise RuntimeStateError(f"Invalid path '{self.path.text}' : {missing}") from missing
            cause = f"The {self.field} parameter does not reference an input value: {self.path.text}"
            raise RuntimeStateError(cause) from missing

    def _referred(self, document: JSON, scope: Scope) -> JSON:
        return self.constant if self.path is None else self._parameter(document, scope)

    def _refused(self, value: JSON, kind: str) -> StateError:
        place = self.path.text if self.path else self.field
        found = f'refers to value "{_shown(value)}" which is not a valid {kind}: {place}'
        return RuntimeStateError(f"The {self.field} field {found}")


def _shown(value: JSON) -> str:
    return value if isinstance(value, str) else to_text(value)


def _numeric(value: JSON) -> str:
    """The number's text, empty for anything else; numbers in text are taken too, as the service does."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    return str(value)


@dataclass(frozen=True, slots=True)
class PathText:
    """A Fail state's Error or Cause: given as it is or by a path or intrinsic call."""

    constant: str | None = None
    expression: Expression | None = None

    def text(self, document: JSON, scope: Scope) -> str | None:
        if self.expression is None:
            return self.constant
        value = self.expression.render(document, scope)
        if not isinstance(value, str):
            cause = f"The {self.expression.field} field refers to a value that is not a string"
            raise RuntimeStateError(cause)
        return value
