"""Checks which query language a machine or a state is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.validation.findings import Findings

JSONPATH = "JSONPath"
JSONATA = "JSONata"
_TWO = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"


def check_query_language(
    fields: dict[str, JSON], place: str, findings: Findings, inherited: str = JSONPATH
) -> str:
    """Return the language; anything given but exactly `JSONPath` counts as JSONata, as on the service."""
    if "QueryLanguage" not in fields:
        return inherited
    given, where = fields["QueryLanguage"], f"{place}/QueryLanguage"
    if findings.expect(given, str, where) and given not in {JSONPATH, JSONATA}:
        findings.add(f"Value is not one of [{JSONPATH}, {JSONATA}]", where)
    if given == JSONPATH and inherited == JSONATA:
        findings.add(_TWO, place)
    return JSONPATH if given == JSONPATH else JSONATA
