"""Checks the JSONata expressions of a state.

The library is loaded by the first definition that has an expression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON
from local.engine.asl.validation.languages import JSONATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.asl.validation.findings import Findings

Fields = dict[str, JSON]
_OPENING, _CLOSING = "{%", "%}"
_HAVE_RESULT = frozenset({"Task", "Parallel", "Map"})
_OF_THE_RESULT = frozenset({"Output", "Assign"})
_EVALUATED = (
    "Arguments",
    "Output",
    "Assign",
    "ItemSelector",
    "Items",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "Credentials",
    "Error",
    "Cause",
    "Seconds",
    "Timestamp",
    "TimeoutSeconds",
    "HeartbeatSeconds",
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
)
_IN_RULES = ("Condition", "Output", "Assign")
_RULES: dict[str, set[str]] = {"Choices": set(), "Catch": {"errorOutput"}}


def worked_out(value: JSON, language: str) -> bool:
    return language == JSONATA and is_marked(value)


def is_marked(value: JSON) -> bool:
    return isinstance(value, str) and value.startswith(_OPENING) and value.endswith(_CLOSING)


def check_expressions(fields: Fields, place: str, findings: Findings) -> None:
    """Note expressions that cannot be read and names that mean nothing where they stand."""
    has_result = fields["Type"] in _HAVE_RESULT
    for name in _EVALUATED:
        offered = {"result"} if has_result and name in _OF_THE_RESULT else set()
        _check_all(fields.get(name), f"{place}/{name}", offered, findings)
    for list_name, offered in _RULES.items():
        for where, rule in _rules(fields, list_name, place):
            for name in _IN_RULES:
                _check_all(rule.get(name), f"{where}/{name}", offered, findings)


def _rules(fields: Fields, name: str, place: str) -> Iterator[tuple[str, Fields]]:
    rules = fields.get(name)
    for number, rule in enumerate(rules if isinstance(rules, list) else ()):
        if isinstance(rule, dict):
            yield f"{place}/{name}[{number}]", rule


def _check_all(value: JSON, where: str, offered: set[str], findings: Findings) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            _check_all(each, f"{where}/{name}", offered, findings)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _check_all(each, f"{where}[{number}]", offered, findings)
    elif is_marked(value):
        _check(value, where, offered, findings)


def _check(value: str, where: str, offered: set[str], findings: Findings) -> None:
    from local.engine.asl.jsonata.checking import problems  # noqa: PLC0415 -- loads the library

    for code, message in problems(value, offered):
        findings.add(message, where, code)
