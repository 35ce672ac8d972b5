"""Choice rules: compiled into predicates over the state's input."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.comparators import COMPARISONS, TESTS, Comparison
from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.path_parser import parse_path
from local.engine.asl.paths import Path, PathNotFoundError
from local.engine.asl.payload import JSON
from local.engine.asl.scope import Scope

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow

Condition = Callable[[JSON, Scope], bool]


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """`flow` hands the state's input on when the rule holds."""

    condition: Condition
    next: str
    flow: DataFlow


def parse_condition(rule: JSON) -> Condition:
    """Compile one (already validated) data-test or boolean expression."""
    if "And" in rule:
        return _all([parse_condition(part) for part in rule["And"]])
    if "Or" in rule:
        return _any([parse_condition(part) for part in rule["Or"]])
    if "Not" in rule:
        return _not(parse_condition(rule["Not"]))
    return _data_test(rule)


def operator_of(rule: JSON) -> str | None:
    """Return the name of the rule's comparison, None when it has none."""
    return next((name for name in rule if is_operator(name)), None)


def is_operator(name: str) -> bool:
    return name == "IsPresent" or name in TESTS or name in COMPARISONS or _by_path(name) is not None


def _by_path(name: str) -> Comparison | None:
    return COMPARISONS.get(name.removesuffix("Path")) if name.endswith("Path") else None


def _data_test(rule: JSON) -> Condition:
    operator = operator_of(rule) or ""
    variable = parse_path(rule["Variable"])
    if operator == "IsPresent":
        return _presence(variable, rule[operator])
    if operator in TESTS:
        return _type_test(variable, TESTS[operator], rule[operator])
    compare = _by_path(operator)
    if compare is not None:
        return _compare_paths(variable, compare, parse_path(rule[operator]))
    return _compare_constant(variable, COMPARISONS[operator], rule[operator])


def _read(path: Path, document: JSON, scope: Scope) -> JSON:
    try:
        return path.read(document, scope)
    except PathNotFoundError as missing:
        cause = f"Invalid path '{path.text}': The choice state's condition path references an invalid value."
        raise RuntimeStateError(cause) from missing


def _presence(variable: Path, expected: bool) -> Condition:
    def holds(document: JSON, scope: Scope) -> bool:
        try:
            variable.read(document, scope)
        except PathNotFoundError:
            return not expected
        return expected

    return holds


def _type_test(variable: Path, test: Callable[[JSON], bool], expected: bool) -> Condition:
    return lambda document, scope: test(_read(variable, document, scope)) is expected


def _compare_constant(variable: Path, compare: Comparison, constant: JSON) -> Condition:
    return lambda document, scope: compare(_read(variable, document, scope), constant)


def _compare_paths(variable: Path, compare: Comparison, other: Path) -> Condition:
    return lambda document, scope: compare(_read(variable, document, scope), _read(other, document, scope))


def _all(conditions: list[Condition]) -> Condition:
    return lambda document, scope: all(condition(document, scope) for condition in conditions)


def _any(conditions: list[Condition]) -> Condition:
    return lambda document, scope: any(condition(document, scope) for condition in conditions)


def _not(condition: Condition) -> Condition:
    return lambda document, scope: not condition(document, scope)
