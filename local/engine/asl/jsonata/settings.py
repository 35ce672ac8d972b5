"""Numbers, instants and texts that a JSONata state works out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import QueryEvaluationError, StateError
from local.engine.asl.java_text import java_text
from local.engine.asl.payload import to_text
from local.engine.asl.timestamps import parse_timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.jsonata.expressions import JsonataExpression
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope


@dataclass(frozen=True, slots=True)
class JsonataSetting:
    """A number or an instant, worked out when it is needed."""

    expression: JsonataExpression

    @property
    def is_constant(self) -> bool:
        return False

    def seconds(self, document: JSON, scope: Scope) -> int:
        return self.integer(document, scope)

    def integer(self, document: JSON, scope: Scope) -> int:
        value = self.number(document, scope)
        if value != int(value):
            found = f"Expected 'integer', but was 'number' for value: {to_text(value)}"
            raise self.expression.failure(f"returned an unexpected result type. {found}")
        return int(value)

    def number(self, document: JSON, scope: Scope) -> float:
        value: float = self.expression.typed(document, scope, "number")
        return value

    def instant(self, document: JSON, scope: Scope) -> datetime:
        text = self.expression.typed(document, scope, "string")
        instant = parse_timestamp(text)
        if instant is None:
            raise self.refusal(
                "cannot be parsed as an ISO-8601 extended offset date-time format string", text
            )
        return instant

    def refusal(self, why: str, value: JSON) -> StateError:
        return self.failure(f"The {self.expression.field} field {why}: {java_text(value)}")

    def failure(self, cause: str) -> StateError:
        return QueryEvaluationError(cause, self.expression.field, validated=True)


@dataclass(frozen=True, slots=True)
class JsonataText:
    """A Fail state's Error or Cause."""

    expression: JsonataExpression

    def text(self, document: JSON, scope: Scope) -> str:
        text: str = self.expression.typed(document, scope, "string")
        return text
