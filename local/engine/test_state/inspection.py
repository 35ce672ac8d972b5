"""What is seen of the data on its way through the state, in AWS's InspectionData."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.flow import JsonPathFlow

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.payload import Payload
    from local.engine.asl.scope import Scope


class Inspection:
    """Collects members as they come to be known, so that a failed state shows how far it came."""

    def __init__(self, raw: Payload) -> None:
        self.members: dict[str, Any] = {"input": raw.text}

    def note(self, name: str, payload: Payload) -> None:
        self.members[name] = payload.text

    def note_value(self, name: str, value: Any) -> None:
        self.members[name] = value

    def note_handler(self, name: str, value: int) -> None:
        self.members.setdefault("errorDetails", {})[name] = value

    def filtered_input(self, flow: DataFlow, raw: Payload, scope: Scope) -> Payload:
        """InputPath; JSONata has none."""
        seen = flow.filtered_input(raw, scope)
        if isinstance(flow, JsonPathFlow):
            self.note("afterInputPath", seen)
        return seen

    def handed_on(self, flow: DataFlow, raw: Payload, result: Payload, scope: Scope) -> tuple[Payload, Any]:
        """The state's output, and the variables that it assigns (None without Assign)."""
        selected = flow.selected(result, scope)
        if isinstance(flow, JsonPathFlow):
            self.note("afterResultSelector", selected)
            self.note("afterResultPath", flow.placed(raw, selected))
        return flow.output(raw, selected, scope), flow.assigned(raw, selected, scope)
