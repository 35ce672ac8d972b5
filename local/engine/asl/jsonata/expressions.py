"""A JSONata expression in a field of a state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from local.engine.asl.errors import QueryEvaluationError
from local.engine.asl.jsonata.interpreter import EvaluationError, Program, UndefinedResultError
from local.engine.asl.jsonata.messages import STACK_OVERFLOW
from local.engine.asl.jsonata.values import UnsupportedResultError, to_library
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from local.engine.asl.scope import Scope

OPENING = "{%"
CLOSING = "%}"
_STATES = "states"
_OF_CONTEXT = re.compile(r"\$states(?!\.(?:input|result|errorOutput)\b)")


@dataclass(frozen=True, slots=True)
class JsonataExpression:
    """`text` is what stands between `{%` and `%}`; `field` is where: `Choices[0]/Condition`."""

    text: str
    field: str
    program: Program
    sees_context: bool

    def render(self, document: JSON, scope: Scope) -> JSON:
        """Return the value for the state's input; QueryEvaluationError when it has none."""
        try:
            return self.program.run(self._variables(document, scope), scope.now, scope.random)
        except UndefinedResultError:
            raise self.failure("returned nothing (undefined).") from None
        except UnsupportedResultError:
            raise self.failure("returned an unsupported result type.") from None
        except EvaluationError as problem:
            raise self.failure(str(problem)) from problem
        except RecursionError:
            raise self.failure(f"threw an error during evaluation: {STACK_OVERFLOW}") from None

    def _variables(self, document: JSON, scope: Scope) -> dict[str, JSON]:
        states = {name: _ready(value, scope) for name, value in (("input", document), *scope.states.items())}
        if self.sees_context:
            states["context"] = to_library(scope.context())
        variables = {
            name: _ready(value, scope) for name, value in scope.variables.items() if f"${name}" in self.text
        }
        return {**variables, _STATES: states}

    def typed(self, document: JSON, scope: Scope, kind: str) -> JSON:
        """Return a value of this type (JSON Schema's name of it)."""
        return self.checked(self.render(document, scope), kind)

    def checked(self, value: JSON, kind: str) -> JSON:
        if type_name(value) != kind:
            found = f"but was '{type_name(value)}' for value: {to_text(value)}"
            raise self.failure(f"returned an unexpected result type. Expected '{kind}', {found}")
        return value

    def failure(self, what: str) -> QueryEvaluationError:
        cause = f"The JSONata expression '{self.text}' specified for the field '{self.field}' {what}"
        return QueryEvaluationError(cause, self.field)


def _ready(value: JSON, scope: Scope) -> JSON:
    """Large data is looked through once for all expressions of a field, not once for each."""
    if not isinstance(value, dict | list):
        return to_library(value)
    if id(value) not in scope.shared:
        scope.shared[id(value)] = (value, to_library(value))
    return scope.shared[id(value)][1]


def is_expression(value: JSON) -> TypeGuard[str]:
    """Only a text that starts and ends with the marks; blanks outside make it a plain text."""
    return isinstance(value, str) and value.startswith(OPENING) and value.endswith(CLOSING)


def expression_text(value: str) -> str:
    return value.removeprefix(OPENING).removesuffix(CLOSING).strip()


def parse_jsonata(value: str, field: str) -> JsonataExpression:
    """Compile `{% … %}`; ExpressionSyntaxError with JSONata's message."""
    text = expression_text(value)
    return JsonataExpression(text, field, Program(text), _OF_CONTEXT.search(text) is not None)


def type_name(value: JSON) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, int | float):
        return "number"
    return "array" if isinstance(value, list) else "object"
