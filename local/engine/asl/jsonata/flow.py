"""How a JSONata state's data flows: Arguments → (work) → Output and Assign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON, Payload

if TYPE_CHECKING:
    from local.engine.asl.scope import Scope
    from local.engine.asl.templates import Template

RESULT = "result"
ERROR_OUTPUT = "errorOutput"


@dataclass(frozen=True, slots=True)
class JsonataFlow:
    """`result_name` is what `$states` calls the result; None where a state has none (Pass, Choice)."""

    arguments: Template | None = None
    output_template: Template | None = None
    assign: Template | None = None
    result_name: str | None = None

    def filtered_input(self, raw: Payload, _scope: Scope) -> Payload:
        return raw

    def effective_input(self, raw: Payload, scope: Scope) -> Payload:
        return raw if self.arguments is None else Payload.of(self.arguments.render(raw.value, scope))

    def selected(self, result: Payload, _scope: Scope) -> Payload:
        return result

    def output(self, raw: Payload, selected: Payload, scope: Scope) -> Payload:
        if self.output_template is None:
            return selected
        return Payload.of(self.output_template.render(raw.value, self._with_result(selected, scope)))

    def assigned(self, raw: Payload, selected: Payload, scope: Scope) -> dict[str, JSON] | None:
        if self.assign is None:
            return None
        variables: dict[str, JSON] = self.assign.render(raw.value, self._with_result(selected, scope))
        return variables

    def _with_result(self, result: Payload, scope: Scope) -> Scope:
        return scope if self.result_name is None else scope.with_states(self.result_name, result.value)
