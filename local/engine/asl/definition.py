"""A state machine's definition: its text, checked and compiled."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import Diagnostic, InvalidDefinition
from local.engine.asl.jackson import why_no_definition
from local.engine.asl.reading import read_graph
from local.engine.asl.validation import validate

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.states import StateGraph


@dataclass(frozen=True, slots=True)
class Definition:
    """`raw` is the text as given; `timeout_seconds` the whole run's, None when unbounded."""

    raw: str
    query_language: str
    timeout_seconds: int | None
    graph: StateGraph
    comment: str | None = None


def parse_definition(text: str) -> Definition:
    """Check and compile a definition; InvalidDefinition with every finding when it is refused."""
    document = _load(text)
    errors = tuple(diagnostic for diagnostic in validate(document) if diagnostic.severity == "ERROR")
    if errors:
        raise InvalidDefinition(errors)
    return Definition(
        raw=text,
        query_language=document.get("QueryLanguage", "JSONPath"),
        timeout_seconds=document.get("TimeoutSeconds"),
        graph=read_graph(document, document.get("QueryLanguage", "JSONPath")),
        comment=document.get("Comment"),
    )


def diagnose(text: str) -> tuple[Diagnostic, ...]:
    """Return what ValidateStateMachineDefinition reports; empty for a good definition."""
    try:
        return validate(_load(text))
    except InvalidDefinition as invalid:
        return invalid.diagnostics


def _load(text: str) -> dict[str, JSON]:
    if not text.strip():
        message = "Definition must be a valid JSON object"
        raise InvalidDefinition((Diagnostic("SCHEMA_VALIDATION_FAILED", message, None),))
    try:
        document = json.loads(text, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as problem:
        message, place = why_no_definition(text, problem)
        raise InvalidDefinition((Diagnostic("INVALID_JSON_DESCRIPTION", message, place),)) from problem
    except (ValueError, RecursionError) as problem:
        raise InvalidDefinition((Diagnostic("INVALID_JSON_DESCRIPTION", str(problem), None),)) from problem
    if not isinstance(document, dict):
        message = "Expected value of type [OBJECT]"
        raise InvalidDefinition((Diagnostic("SCHEMA_VALIDATION_FAILED", message, "/"),))
    return document


def _without_duplicates(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    document: dict[str, JSON] = {}
    for name, value in pairs:
        if name in document:
            message = f"Duplicate field '{name}'"
            raise ValueError(message)
        document[name] = value
    return document
