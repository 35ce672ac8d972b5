"""`Items`: what a JSONata Map state iterates over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import QueryEvaluationError
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from local.engine.asl.jsonata.expressions import JsonataExpression
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope
    from local.engine.asl.templates import Template


@dataclass(frozen=True, slots=True)
class ExpressionItems:
    expression: JsonataExpression

    def read(self, document: JSON, scope: Scope, *, objects: bool = False) -> JSON:
        items = self.expression.render(document, scope)
        return items if objects and isinstance(items, dict) else self.expression.checked(items, "array")


@dataclass(frozen=True, slots=True)
class LiteralItems:
    """An array or object in the definition, whose parts may be expressions."""

    template: Template

    def read(self, document: JSON, scope: Scope, *, objects: bool = False) -> JSON:
        return _iterable(self.template.render(document, scope), objects=objects)


class InputItems:
    """Without `Items` the state's input is iterated over."""

    def read(self, document: JSON, _scope: Scope, *, objects: bool = False) -> JSON:
        return _iterable(document, objects=objects)


def _iterable(items: JSON, *, objects: bool) -> JSON:
    if not isinstance(items, list) and not (objects and isinstance(items, dict)):
        cause = f"Map state input must be an array but was: {to_text(items)}"
        raise QueryEvaluationError(cause, None)
    return items
