"""Checks the variables that `Assign` names.

Source: the Amazon States Language specification, "Variables".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.validation.findings import Findings

_LONGEST_NAME = 80
_RESERVED = "states"
_SUFFIX = ".$"


def check_assign(fields: dict[str, JSON], place: str, findings: Findings) -> None:
    if "Assign" not in fields or not findings.expect(fields["Assign"], dict, f"{place}/Assign"):
        return
    for key in fields["Assign"]:
        name = key.removesuffix(_SUFFIX)
        where = f"{place}/Assign/{key}"
        if not _is_name(name):
            findings.add(f"A variable name is an identifier of 1 to {_LONGEST_NAME} characters", where)
        elif name == _RESERVED:
            findings.add(f"The variable name '{_RESERVED}' is reserved", where)


def _is_name(name: str) -> bool:
    """Python's identifiers are those of Unicode, but for the underscore in front."""
    return name.isidentifier() and not name.startswith("_") and len(name) <= _LONGEST_NAME
