"""The machine within a Map state, found by the state's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.definition import Definition
from local.engine.asl.payload import to_text
from local.engine.asl.states import MapState, ParallelState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.asl.states import StateGraph

# An Express workflow runs for five minutes at most (AWS, "Choosing workflow type").
_LONGEST_EXPRESS_SECONDS = 300


def processor_of(definition: Definition, state_name: str) -> Definition:
    """Return the children's machine of a Map state; names are unique in the whole machine."""
    state = map_state(definition, state_name)
    is_express = state.distribution is not None and state.distribution.execution_type == "EXPRESS"
    return Definition(
        raw=definition.raw,
        query_language=definition.query_language,
        timeout_seconds=_LONGEST_EXPRESS_SECONDS if is_express else None,
        graph=state.processor,
    )


def map_state(definition: Definition, name: str) -> MapState:
    """LookupError when the definition has none of this name."""
    state = next((state for state in _maps(definition.graph) if state.name == name), None)
    if state is None:
        message = f"the definition has no Map state '{name}'"
        raise LookupError(message)
    return state


def processor_text(document: dict[str, Any], state_name: str) -> str | None:
    """Return the item processor of a Map state as the definition (parsed) has it."""
    for name, fields in document.get("States", {}).items():
        processor = fields.get("ItemProcessor") or fields.get("Iterator")
        if name == state_name and processor:
            return to_text(processor)
        for inner in (processor or {}, *fields.get("Branches", ())):
            found = processor_text(inner, state_name)
            if found is not None:
                return found
    return None


def _maps(graph: StateGraph) -> Iterator[MapState]:
    for state in graph.states.values():
        if isinstance(state, MapState):
            yield state
            yield from _maps(state.processor)
        elif isinstance(state, ParallelState):
            for branch in state.branches:
                yield from _maps(branch)
