"""Checks one state's fields."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from local.engine.asl.path_parser import parse_path
from local.engine.asl.payload import JSON
from local.engine.asl.reference_paths import parse_definite_path, parse_reference_path
from local.engine.asl.resources import parse_resource
from local.engine.asl.templates import parse_expression, parse_template
from local.engine.asl.validation.assignments import check_assign
from local.engine.asl.validation.choices import check_choices
from local.engine.asl.validation.distribution import check_distribution
from local.engine.asl.validation.expressions import check_expressions, is_marked
from local.engine.asl.validation.fields import (
    ALLOWED,
    REQUIRED,
    check_exclusive,
    check_known,
    check_language,
    check_only,
    check_required,
)
from local.engine.asl.validation.findings import EMPTY, Findings, expected
from local.engine.asl.validation.handlers import check_catchers, check_retriers
from local.engine.asl.validation.languages import JSONATA, check_query_language, is_downgraded, language_of
from local.engine.asl.validation.numbers import check_numbers
from local.engine.asl.validation.warnings import warn_of_paths

Fields = dict[str, JSON]
Check = Callable[[Fields, str, Findings, str], None]

# as the service lists them
_TYPES = ("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map")
_MOVING = ("Pass", "Task", "Wait", "Parallel", "Map")
_PATHS = ("InputPath", "OutputPath", "ItemsPath")
_TEMPLATES = ("Parameters", "Credentials", "ResultSelector", "ItemSelector", "Assign")
_VALUE_PATHS = (
    "SecondsPath",
    "TimestampPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "MaxConcurrencyPath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
)
_NOT_A_PATH = "Value is not a valid JSONPath"


def check_state(fields: Fields, place: str, findings: Findings, machine_language: str) -> bool:
    """Return whether the state is sound enough to look at its transitions."""
    before = findings.errors
    kind = fields.get("Type")
    if "Type" not in fields:
        findings.add("The field 'Type' is required", place)
        return False
    if not isinstance(kind, str) or kind not in ALLOWED:
        findings.add(f"The field 'Type' should have one of these values: [{', '.join(_TYPES)}]", place)
        return False
    check_known(fields, ALLOWED[kind], place, findings)
    language = language_of(fields, machine_language)
    if not is_downgraded(fields, machine_language):
        check_language(fields, language, place, findings)
    check_query_language(fields, place, findings, machine_language)
    if not check_required(fields, REQUIRED.get(kind, ()), place, findings):
        return False
    _check_common(fields, place, findings, language)
    if kind in _MOVING:
        _check_moving(fields, place, findings)
    if kind in _CHECKS:
        _CHECKS[kind](fields, place, findings, language)
    return findings.errors == before


def _check_common(fields: Fields, place: str, findings: Findings, language: str) -> None:
    _check_paths(fields, place, findings)
    if language == JSONATA:
        check_expressions(fields, place, findings)
    else:
        for name in _TEMPLATES:
            if name in fields:
                findings.parses(parse_template, fields[name], f"{place}/{name}")
        warn_of_paths(fields, place, findings)
    check_assign(fields, place, findings)
    check_numbers(fields, place, findings, language)
    check_retriers(fields, place, findings)
    check_catchers(fields, place, findings, language)


def _check_paths(fields: Fields, place: str, findings: Findings) -> None:
    for name in _PATHS:
        if name in fields and not (fields[name] is None and name != "ItemsPath"):
            _check_path(fields[name], f"{place}/{name}", findings, (parse_path, _NOT_A_PATH))
    for name in _VALUE_PATHS:
        if name in fields:
            _check_path(fields[name], f"{place}/{name}", findings, (parse_definite_path, None))
    if fields.get("ResultPath") is not None:
        where = f"{place}/ResultPath"
        _check_path(fields["ResultPath"], where, findings, (parse_reference_path, None))


def _check_path(
    text: JSON, where: str, findings: Findings, rule: tuple[Callable[[str], object], str | None]
) -> None:
    parse, message = rule
    if findings.expect(text, str, where):
        findings.parses(parse, text, where, message=message)


def _check_moving(fields: Fields, place: str, findings: Findings) -> None:
    given = {name: value for name, value in fields.items() if name != "End" or value is not False}
    check_only(given, ("Next", "End"), place, findings)
    if "Next" in fields:
        findings.expect(fields["Next"], str, f"{place}/Next")
    if "End" in fields:
        findings.expect(fields["End"], bool, f"{place}/End")


def _check_task(fields: Fields, place: str, findings: Findings, _language: str) -> None:
    resource = fields["Resource"]
    if findings.expect(resource, str, f"{place}/Resource") and parse_resource(resource) is None:
        findings.add("Value is not a valid resource ARN", f"{place}/Resource")


def _check_wait(fields: Fields, place: str, findings: Findings, language: str) -> None:
    choices: tuple[str, ...] = ("Seconds", "Timestamp")
    if language != JSONATA:
        choices = ("SecondsPath", "Seconds", "TimestampPath", "Timestamp")
    check_only(fields, choices, place, findings)


def _check_fail(fields: Fields, place: str, findings: Findings, _language: str) -> None:
    for name in ("Error", "Cause"):
        check_exclusive(fields, (name, f"{name}Path"), place, findings)
        if name in fields:
            findings.expect(fields[name], str, f"{place}/{name}")
        by_path = f"{name}Path"
        if by_path in fields:
            findings.parses(partial(parse_expression, field=by_path), fields[by_path], f"{place}/{by_path}")


def _check_parallel(fields: Fields, place: str, findings: Findings, _language: str) -> None:
    if findings.expect(fields["Branches"], list, f"{place}/Branches") and not fields["Branches"]:
        findings.add(EMPTY, f"{place}/Branches")


def _check_map(fields: Fields, place: str, findings: Findings, language: str) -> None:
    check_exclusive(fields, ("ItemProcessor", "Iterator"), place, findings)
    check_exclusive(fields, ("ItemSelector", "Parameters"), place, findings)
    items = fields.get("Items", [])
    if not isinstance(items, list | dict) and not is_marked(items):
        findings.add(expected(list), f"{place}/Items")
    if "ItemProcessor" not in fields and "Iterator" not in fields:
        findings.add("These fields are required: [ItemProcessor]", place)
    check_distribution(fields, place, findings, language)


_CHECKS: dict[str, Check] = {
    "Task": _check_task,
    "Choice": check_choices,
    "Wait": _check_wait,
    "Fail": _check_fail,
    "Parallel": _check_parallel,
    "Map": _check_map,
}
