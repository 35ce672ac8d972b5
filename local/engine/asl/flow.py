"""How a state's data flows: what it works on and what it hands on.

`DataFlow` is all that the core knows of a query language; JSONPath's is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from local.engine.asl.errors import MissingValueError, RuntimeStateError
from local.engine.asl.paths import Path, PathNotFoundError
from local.engine.asl.payload import EMPTY_OBJECT, JSON, Payload

if TYPE_CHECKING:
    from local.engine.asl.reference_paths import ReferencePath
    from local.engine.asl.scope import Scope
    from local.engine.asl.templates import Template


class DataFlow(Protocol):
    """Each step raises StateError when the data does not fit."""

    def filtered_input(self, raw: Payload, scope: Scope) -> Payload:
        """What the state's own fields (`SecondsPath`, `ItemsPath`, choice rules) look at."""
        ...

    def effective_input(self, raw: Payload, scope: Scope) -> Payload:
        """What the state works on: the task's parameters, the branches' input."""
        ...

    def selected(self, result: Payload, scope: Scope) -> Payload:
        """What of the work's result is handed on."""
        ...

    def output(self, raw: Payload, selected: Payload, scope: Scope) -> Payload:
        """What the next state gets."""
        ...

    def assigned(self, raw: Payload, selected: Payload, scope: Scope) -> dict[str, JSON] | None:
        """The variables that `Assign` gives new values, all worked out from the old ones; None without it."""
        ...


@dataclass(frozen=True, slots=True)
class JsonPathFlow:
    """InputPath → Parameters → (work) → ResultSelector → ResultPath → OutputPath; None is ASL's null."""

    input_path: Path | None
    output_path: Path | None
    parameters: Template | None = None
    result_selector: Template | None = None
    result_path: ReferencePath | None = None
    assign: Template | None = None

    def filtered_input(self, raw: Payload, scope: Scope) -> Payload:
        return _filtered(self.input_path, raw, scope)

    def effective_input(self, raw: Payload, scope: Scope) -> Payload:
        seen = _filtered(self.input_path, raw, scope)
        return seen if self.parameters is None else Payload.of(_rendered(self.parameters, seen, scope))

    def selected(self, result: Payload, scope: Scope) -> Payload:
        if self.result_selector is None:
            return result
        return Payload.of(_rendered(self.result_selector, result, scope))

    def output(self, raw: Payload, selected: Payload, scope: Scope) -> Payload:
        return _filtered(self.output_path, self.placed(raw, selected), scope)

    def placed(self, raw: Payload, selected: Payload) -> Payload:
        """Put the result into the state's input where ResultPath says."""
        if self.result_path is None:
            return raw
        if not self.result_path.keys:
            return selected
        return Payload.of(self.result_path.write(raw.value, selected.value))

    def assigned(self, _raw: Payload, selected: Payload, scope: Scope) -> dict[str, JSON] | None:
        if self.assign is None:
            return None
        variables: dict[str, JSON] = _rendered(self.assign, selected, scope)
        return variables


def _rendered(template: Template, payload: Payload, scope: Scope) -> JSON:
    try:
        return template.render(payload.value, scope)
    except MissingValueError as missing:
        raise missing.in_document(payload.text) from missing


def _filtered(path: Path | None, payload: Payload, scope: Scope) -> Payload:
    if path is None:
        return EMPTY_OBJECT
    if path.is_document:
        return payload
    return Payload.of(read_or_fail(path, payload.value, scope))


def read_or_fail(path: Path, document: JSON, scope: Scope) -> JSON:
    """Read an InputPath, OutputPath or ItemsPath."""
    try:
        return path.read(document, scope)
    except PathNotFoundError as missing:
        cause = f"Invalid path '{path.text}' : {missing}"
        raise RuntimeStateError(cause) from missing
