"""Checks the rules of a Choice state."""

from __future__ import annotations

from local.engine.asl.choice import is_operator
from local.engine.asl.comparators import OPERAND_TYPES
from local.engine.asl.payload import JSON
from local.engine.asl.reference_paths import parse_definite_path
from local.engine.asl.templates import parse_template
from local.engine.asl.timestamps import parse_timestamp
from local.engine.asl.validation.assignments import check_assign
from local.engine.asl.validation.comparison_names import OPERATORS
from local.engine.asl.validation.expressions import is_marked
from local.engine.asl.validation.fields import check_known, check_language, check_only, check_required
from local.engine.asl.validation.findings import EMPTY, NOT_A_TIMESTAMP, Findings, expected
from local.engine.asl.validation.languages import JSONATA

Fields = dict[str, JSON]
_JSONATA_RULE = {"Condition", "Next", "Output", "Assign", "Comment"}
_KINDS = {"String": str, "Numeric": float, "Timestamp": str, "Boolean": bool, "Is": bool}
_LISTS = ("And", "Or")
_BOOLEANS = (*_LISTS, "Not")


def check_choices(fields: Fields, place: str, findings: Findings, language: str) -> None:
    choices = fields["Choices"]
    if "Default" in fields:
        findings.expect(fields["Default"], str, f"{place}/Default")
    if not findings.expect(choices, list, f"{place}/Choices"):
        return
    if not choices:
        findings.add(EMPTY, f"{place}/Choices")
    for number, rule in enumerate(choices):
        _check_top_rule(rule, f"{place}/Choices[{number}]", findings, language)


def _check_top_rule(rule: JSON, where: str, findings: Findings, language: str) -> None:
    if not findings.expect(rule, dict, where):
        return
    if check_required(rule, ("Next",), where, findings):
        findings.expect(rule["Next"], str, f"{where}/Next")
    check_assign(rule, where, findings)
    if language == JSONATA:
        _check_condition(rule, where, findings)
        return
    check_language(rule, language, where, findings)
    if "Assign" in rule:
        findings.parses(parse_template, rule["Assign"], f"{where}/Assign")
    _check_rule(
        {name: value for name, value in rule.items() if name not in {"Next", "Assign"}}, where, findings
    )


def _check_condition(rule: Fields, where: str, findings: Findings) -> None:
    check_known(rule, _JSONATA_RULE, where, findings)
    check_language(rule, JSONATA, where, findings)
    if not check_required(rule, ("Condition",), where, findings):
        return
    condition = rule["Condition"]
    if not isinstance(condition, bool) and not is_marked(condition):
        findings.add(expected(bool), f"{where}/Condition")


def _check_rule(rule: Fields, where: str, findings: Findings) -> None:
    operators = [name for name in rule if name in _BOOLEANS or is_operator(name)]
    is_boolean = any(name in _BOOLEANS for name in operators)
    for name in rule:
        if name not in operators and name not in {"Variable", "Comment"}:
            findings.add(f"Field '{name}' is not supported", where)
    if not check_only(rule, _BOOLEANS if is_boolean else OPERATORS, where, findings):
        return
    if operators[0] in _BOOLEANS:
        _check_boolean(rule, operators[0], where, findings)
    else:
        _check_data_test(rule, operators[0], where, findings)


def _check_boolean(rule: Fields, operator: str, where: str, findings: Findings) -> None:
    parts = rule[operator]
    if operator not in _LISTS:
        if findings.expect(parts, dict, f"{where}/{operator}"):
            _check_rule(parts, f"{where}/{operator}", findings)
        return
    if not findings.expect(parts, list, f"{where}/{operator}"):
        return
    if not parts:
        findings.add(EMPTY, f"{where}/{operator}")
    for number, part in enumerate(parts):
        inner = f"{where}/{operator}[{number}]"
        if findings.expect(part, dict, inner):
            _check_rule(part, inner, findings)


def _check_data_test(rule: Fields, operator: str, where: str, findings: Findings) -> None:
    if not check_required(rule, ("Variable",), where, findings):
        return
    _check_path(rule["Variable"], f"{where}/Variable", findings)
    if operator.endswith("Path"):
        _check_path(rule[operator], f"{where}/{operator}", findings)
        return
    family = next(family for family in OPERAND_TYPES if operator.startswith(family))
    if not OPERAND_TYPES[family](rule[operator]):
        findings.add(expected(_KINDS[family]), f"{where}/{operator}")
    elif family == "Timestamp" and parse_timestamp(rule[operator]) is None:
        findings.add(NOT_A_TIMESTAMP, f"{where}/{operator}")


def _check_path(text: JSON, where: str, findings: Findings) -> None:
    if findings.expect(text, str, where):
        findings.parses(parse_definite_path, text, where)
