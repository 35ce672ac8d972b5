"""What the service warns of in a JSONPath state: texts that look like paths where none is read.

Source: ValidateStateMachineDefinitionDiagnostic in the API reference.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.asl.validation.findings import Findings

Fields = dict[str, JSON]
NO_DOLLAR = "NO_DOLLAR"
NO_PATH = "NO_PATH"
STATIC_RESULT = "PASS_RESULT_IS_STATIC"
_LOOKS_LIKE_A_PATH = re.compile(r"\$\$?(?:[.\[].*)?|States\.[A-Za-z0-9]+\(.*\)", re.DOTALL)
_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "Assign")
_SUFFIX = ".$"


def warn_of_paths(fields: Fields, place: str, findings: Findings) -> None:
    for name in _TEMPLATES:
        for where in _paths_in(fields.get(name), f"{place}/{name}"):
            message = "The field name should end with '.$' for its value to be read as a path or a call"
            findings.warn(message, where, NO_DOLLAR)
    for name in ("Error", "Cause"):
        if _is_path(fields.get(name)):
            findings.warn(f"Use '{name}Path' for the value to be read as a path", f"{place}/{name}", NO_PATH)
    for where in _paths_in(fields.get("Result"), f"{place}/Result", with_suffix=True):
        findings.warn("The result of a Pass state is static: no path is read", where, STATIC_RESULT)


def _is_path(value: JSON) -> bool:
    return isinstance(value, str) and _LOOKS_LIKE_A_PATH.fullmatch(value) is not None


def _paths_in(value: JSON, where: str, *, with_suffix: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            if with_suffix or not name.endswith(_SUFFIX):
                yield from _paths_in(each, f"{where}/{name}", with_suffix=with_suffix)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _paths_in(each, f"{where}[{number}]", with_suffix=with_suffix)
    elif _is_path(value):
        yield where
