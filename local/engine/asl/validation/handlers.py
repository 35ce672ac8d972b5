"""Checks Retry and Catch."""

from __future__ import annotations

from local.engine.asl.errors import ALL
from local.engine.asl.payload import JSON
from local.engine.asl.reference_paths import parse_reference_path
from local.engine.asl.templates import parse_template
from local.engine.asl.validation.assignments import check_assign
from local.engine.asl.validation.fields import check_known, check_language, check_required
from local.engine.asl.validation.findings import EMPTY, Findings, expected
from local.engine.asl.validation.languages import JSONATA
from local.engine.asl.validation.numbers import check_range

Fields = dict[str, JSON]

_RETRIER_NUMBERS: dict[str, tuple[type, float, float]] = {
    "IntervalSeconds": (int, 1, 99_999_999),
    "MaxAttempts": (int, 0, 99_999_999),
    "BackoffRate": (float, 1, float("inf")),
    "MaxDelaySeconds": (int, 1, 31_622_400),
}
_RETRIER = {"ErrorEquals", "Comment", "JitterStrategy", *_RETRIER_NUMBERS}
_CATCHER = {"ErrorEquals", "Comment", "Next", "ResultPath", "Assign", "Output"}


def check_retriers(fields: Fields, place: str, findings: Findings) -> None:
    for retrier, where in _handlers(fields, "Retry", place, findings):
        check_known(retrier, _RETRIER, where, findings)
        for name, limits in _RETRIER_NUMBERS.items():
            if name in retrier:
                check_range(retrier[name], limits, f"{where}/{name}", findings)
        strategy = retrier.get("JitterStrategy", "NONE")
        findings.expect_one_of(strategy, ("FULL", "NONE"), f"{where}/JitterStrategy")


def check_catchers(fields: Fields, place: str, findings: Findings, language: str) -> None:
    for catcher, where in _handlers(fields, "Catch", place, findings):
        check_known(catcher, _CATCHER, where, findings)
        check_language(catcher, language, where, findings)
        if check_required(catcher, ("Next",), where, findings):
            findings.expect(catcher["Next"], str, f"{where}/Next")
        if catcher.get("ResultPath") is not None and findings.expect(
            catcher["ResultPath"], str, f"{where}/ResultPath"
        ):
            findings.parses(parse_reference_path, catcher["ResultPath"], f"{where}/ResultPath")
        check_assign(catcher, where, findings)
        if "Assign" in catcher and language != JSONATA:
            findings.parses(parse_template, catcher["Assign"], f"{where}/Assign")


def _handlers(fields: Fields, name: str, place: str, findings: Findings) -> list[tuple[Fields, str]]:
    """Return the handlers that are sound in their common part."""
    if name not in fields or not findings.expect(fields[name], list, f"{place}/{name}"):
        return []
    sound = []
    for number, handler in enumerate(fields[name]):
        where = f"{place}/{name}[{number}]"
        is_last = number == len(fields[name]) - 1
        if findings.expect(handler, dict, where) and _check_errors(handler, where, findings, is_last=is_last):
            sound.append((handler, where))
    return sound


def _check_errors(handler: Fields, where: str, findings: Findings, *, is_last: bool) -> bool:
    if not check_required(handler, ("ErrorEquals",), where, findings):
        return False
    errors, place = handler["ErrorEquals"], f"{where}/ErrorEquals"
    if not findings.expect(errors, list, place):
        return False
    if not errors:
        findings.add(EMPTY, place)
    if not all(isinstance(error, str) for error in errors):
        findings.add(expected(str), place)
    elif ALL in errors and (len(errors) > 1 or not is_last):
        findings.add(f"{ALL} must appear alone and at end of list", place)
    return True
