"""Checks where a graph's states lead: to states that exist, to all of them, and to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON
from local.engine.asl.validation.findings import MISSING_END, MISSING_TARGET, Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

Fields = dict[str, JSON]


def check_transitions(graph: Fields, place: str, findings: Findings) -> None:
    """A machine without an end is told so, and not which of its states cannot be reached.

    In branches and item processors the service looks for no end.
    """
    states = graph["States"]
    for target, where in _all_targets(graph, place):
        if target not in states:
            findings.add(f"Missing 'Next' target: {target}", where, MISSING_TARGET)
    if not place and not any(_is_terminal(fields) for fields in states.values()):
        findings.add("Workflow has no terminal state", None, MISSING_END)
        return
    reached = _reached(graph)
    for name in states:
        if name not in reached:
            findings.add(f'State "{name}" is not reachable.', f"{place}/States/{name}", MISSING_TARGET)


def _all_targets(graph: Fields, place: str) -> Iterator[tuple[str, str]]:
    yield graph["StartAt"], f"{place}/StartAt"
    for name, fields in graph["States"].items():
        yield from _targets(fields, f"{place}/States/{name}")


def _targets(fields: Fields, place: str) -> Iterator[tuple[str, str]]:
    for field in ("Next", "Default"):
        if isinstance(fields.get(field), str):
            yield fields[field], f"{place}/{field}"
    for field in ("Choices", "Catch"):
        rules = fields.get(field)
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict) and isinstance(rule.get("Next"), str):
                yield rule["Next"], f"{place}/{field}[{number}]/Next"


def _is_terminal(fields: Fields) -> bool:
    kind = fields.get("Type")
    return kind is not None and (fields.get("End") is True or kind in ("Succeed", "Fail"))


def _reached(graph: Fields) -> set[str]:
    states, reached, open_ends = graph["States"], set[str](), [graph["StartAt"]]
    while open_ends:
        name = open_ends.pop()
        if name in states and name not in reached:
            reached.add(name)
            open_ends.extend(target for target, _ in _targets(states[name], ""))
    return reached
