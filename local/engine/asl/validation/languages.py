"""Checks which query language a machine or a state is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.validation.findings import Findings

JSONPATH = "JSONPath"
JSONATA = "JSONata"
_NO_WAY_BACK = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"


def language_of(fields: dict[str, JSON], inherited: str = JSONPATH) -> str:
    """Anything given but exactly `JSONPath` counts as JSONata, as on the service."""
    if "QueryLanguage" not in fields:
        return inherited
    return JSONPATH if fields["QueryLanguage"] == JSONPATH else JSONATA


def is_downgraded(fields: dict[str, JSON], inherited: str) -> bool:
    return inherited == JSONATA and language_of(fields, inherited) == JSONPATH


def check_query_language(
    fields: dict[str, JSON], place: str, findings: Findings, inherited: str = JSONPATH
) -> None:
    if "QueryLanguage" not in fields:
        return
    given, where = fields["QueryLanguage"], f"{place}/QueryLanguage"
    if findings.expect(given, str, where):
        findings.expect_one_of(given, (JSONPATH, JSONATA), where)
    if is_downgraded(fields, inherited):
        findings.add(_NO_WAY_BACK, place)
