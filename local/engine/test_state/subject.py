"""Finds and compiles the state under test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.asl.definition import parse_definition
from local.engine.asl.errors import Diagnostic, InvalidDefinition
from local.engine.asl.states import MapState, ParallelState, State, StateGraph
from local.engine.test_state.request import RefusedTestError

if TYPE_CHECKING:
    from collections.abc import Iterator

# how the service calls a state under test, in its context object too
NAME = "StateName"
_WHOLE = "/States/" + NAME


@dataclass(frozen=True, slots=True)
class Subject:
    """`fields` are the state's own in the definition; `in_map` tells that it belongs to a Map's iteration."""

    state: State
    fields: dict[str, Any]
    in_map: bool = False


def find_subject(definition: str, state_name: str | None) -> Subject:
    """Raises `InvalidDefinition`, and `RefusedTestError` when there is no state of this name."""
    if state_name is None:
        return _single(definition)
    document = json.loads(definition) if _is_json(definition) else None
    graph = parse_definition(definition).graph
    found = next(_named(graph, document, state_name, in_map=False), None)
    if found is None:
        raise RefusedTestError("ValidationException", "State not found in definition")
    return found


def _single(definition: str) -> Subject:
    """A state alone is compiled in a machine whose other states are all that it leads to."""
    if not _is_json(definition) or not isinstance(fields := json.loads(definition), dict):
        parse_definition(definition)
        raise AssertionError
    if "Type" not in fields and "States" in fields:
        message = "A stateName is needed to test a state of a state machine"
        raise InvalidDefinition((Diagnostic("SCHEMA_VALIDATION_FAILED", message, "/"),))
    others = {name: {"Type": "Succeed"} for name in _targets(fields) if name != NAME}
    machine = {"StartAt": NAME, "States": {NAME: fields, **others}}
    try:
        graph = parse_definition(json.dumps(machine)).graph
    except InvalidDefinition as invalid:
        raise InvalidDefinition(tuple(map(_within_state, invalid.diagnostics))) from invalid
    return Subject(graph.states[NAME], fields)


def _within_state(diagnostic: Diagnostic) -> Diagnostic:
    place = (diagnostic.location or "").removeprefix(_WHOLE) or "/"
    return Diagnostic(diagnostic.code, diagnostic.message, place, diagnostic.severity)


def _targets(fields: dict[str, Any]) -> Iterator[str]:
    holders = [fields, *_objects(fields.get("Catch")), *_objects(fields.get("Choices"))]
    for holder in holders:
        for name in ("Next", "Default"):
            if isinstance(holder.get(name), str):
                yield holder[name]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _named(graph: StateGraph, document: Any, name: str, *, in_map: bool) -> Iterator[Subject]:
    for own_name, state in graph.states.items():
        fields = document["States"][own_name]
        if own_name == name:
            yield Subject(state, fields, in_map)
        if isinstance(state, ParallelState):
            for branch, inner in zip(state.branches, fields["Branches"], strict=True):
                yield from _named(branch, inner, name, in_map=in_map)
        elif isinstance(state, MapState):
            inner = fields.get("ItemProcessor", fields.get("Iterator"))
            yield from _named(state.processor, inner, name, in_map=True)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
