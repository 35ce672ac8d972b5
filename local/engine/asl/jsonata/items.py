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
        if objects and isinstance(items := self.expression.render(document, scope), dict):
            return items
        return self.expression.typed(document, scope, "array")


@dataclass(frozen=True, slots=True)
class LiteralItems:
    """An array or object in the definition, whose parts may be expressions."""

    template: Template

    def read(self, document: JSON, scope: Scope, *, objects: bool = False) -> JSON:
        del objects
        return self.template.render(document, scope)


class InputItems:
    """Without `Items` the state's input is iterated over."""

    def read(self, document: JSON, _scope: Scope, *, objects: bool = False) -> JSON:
        if not isinstance(document, list) and not (objects and isinstance(document, dict)):
            cause = f"Map state input must be an array but was: {to_text(document)}"
            raise QueryEvaluationError(cause, None)
        return document
