"""Payload templates: `Parameters`, `ResultSelector`, `ItemSelector`, `Assign`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from local.engine.asl.errors import ExpressionSyntaxError, MissingValueError, RuntimeStateError
from local.engine.asl.intrinsics import IntrinsicCall, is_intrinsic, parse_intrinsic
from local.engine.asl.path_parser import parse_path
from local.engine.asl.paths import CONTEXT, Path, PathNotFoundError
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from local.engine.asl.scope import Scope

SUFFIX = ".$"


class Template(Protocol):
    def render(self, document: JSON, scope: Scope, /) -> JSON:
        """Return the value for the document; StateError when it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Expression:
    """A path or an intrinsic call, and the field it is written in (for the message when it fails)."""

    source: Path | IntrinsicCall
    field: str

    def render(self, document: JSON, scope: Scope) -> JSON:
        """Return null past the end of an array, as the service does; MissingValueError where nothing is."""
        try:
            return self.source.read(document, scope)
        except PathNotFoundError as missing:
            if missing.past_the_end:
                return None
            about = f"The JSONPath '{missing.path.text}' specified for the field '{self.field}'"
            if missing.path.root == CONTEXT:
                cause = f"{about} could not be found in the input '{to_text(scope.context())}'"
                raise RuntimeStateError(cause) from missing
            raise MissingValueError(about, to_text(document)) from missing


@dataclass(frozen=True, slots=True)
class Constant:
    """A part of a template without expressions; shared, never modified."""

    value: JSON

    def render(self, _document: JSON, _scope: Scope) -> JSON:
        return self.value


@dataclass(frozen=True, slots=True)
class ObjectTemplate:
    fields: tuple[tuple[str, Template], ...]

    def render(self, document: JSON, scope: Scope) -> JSON:
        return {name: template.render(document, scope) for name, template in self.fields}


@dataclass(frozen=True, slots=True)
class ArrayTemplate:
    elements: tuple[Template, ...]

    def render(self, document: JSON, scope: Scope) -> JSON:
        return [template.render(document, scope) for template in self.elements]


def parse_template(value: JSON) -> Template:
    """Compile a template; ExpressionSyntaxError for a `.$` field that is neither path nor call."""
    if isinstance(value, dict):
        return object_of_templates(value, tuple(_field(name, each) for name, each in value.items()))
    if isinstance(value, list):
        return array_of_templates(value, tuple(parse_template(each) for each in value))
    return Constant(value)


def object_of_templates(value: JSON, fields: tuple[tuple[str, Template], ...]) -> Template:
    static = all(isinstance(template, Constant) for _, template in fields)
    return Constant(value) if static else ObjectTemplate(fields)


def array_of_templates(value: JSON, elements: tuple[Template, ...]) -> Template:
    static = all(isinstance(template, Constant) for template in elements)
    return Constant(value) if static else ArrayTemplate(elements)


def parse_expression(text: JSON, field: str) -> Expression:
    """Compile a path or an intrinsic call; ExpressionSyntaxError when it is neither."""
    if not isinstance(text, str):
        message = (
            f"The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
        )
        raise ExpressionSyntaxError(message)
    try:
        return Expression(parse_intrinsic(text) if is_intrinsic(text) else parse_path(text), field)
    except ExpressionSyntaxError as problem:
        message = (
            f"The value for the field '{field}' must be a valid JSONPath or a valid intrinsic function call"
        )
        raise ExpressionSyntaxError(message) from problem


def _field(name: str, value: JSON) -> tuple[str, Template]:
    if name.endswith(SUFFIX):
        return name.removesuffix(SUFFIX), parse_expression(value, name)
    return name, parse_template(value)
