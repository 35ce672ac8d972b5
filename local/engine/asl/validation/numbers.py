"""Checks numbers and instants: `TimeoutSeconds`, `Seconds`, `MaxConcurrency` and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import JSON
from local.engine.asl.timestamps import parse_timestamp
from local.engine.asl.validation.expressions import worked_out
from local.engine.asl.validation.fields import check_exclusive
from local.engine.asl.validation.findings import NOT_A_TIMESTAMP

if TYPE_CHECKING:
    from local.engine.asl.validation.findings import Findings

Fields = dict[str, JSON]
_LONGEST = 99_999_999

# field -> type, least and greatest value
_RANGES: dict[str, tuple[type, float, float]] = {
    "TimeoutSeconds": (int, 1, _LONGEST),
    "HeartbeatSeconds": (int, 1, _LONGEST),
    "Seconds": (int, 0, _LONGEST),
    "MaxConcurrency": (int, 0, 2**31 - 1),
    "ToleratedFailureCount": (int, 0, 2**31 - 1),
    "ToleratedFailurePercentage": (float, 0, 100),
}


def check_numbers(fields: Fields, place: str, findings: Findings, language: str) -> None:
    """JSONata may work a number or an instant out."""
    fields = {name: value for name, value in fields.items() if not worked_out(value, language)}
    for name, (kind, least, greatest) in _RANGES.items():
        if name != "Seconds":  # a Wait state's four ways are checked together
            check_exclusive(fields, (name, f"{name}Path"), place, findings)
        if name in fields:
            check_range(fields[name], (kind, least, greatest), f"{place}/{name}", findings)
    if "Timestamp" in fields and parse_timestamp(fields["Timestamp"]) is None:
        findings.add(NOT_A_TIMESTAMP, f"{place}/Timestamp")
    _check_heartbeat(fields, place, findings)


def check_range(value: JSON, limits: tuple[type, float, float], place: str, findings: Findings) -> None:
    kind, least, greatest = limits
    if not findings.expect(value, kind, place):
        return
    if value < least:
        findings.add(f"Minimum value is {kind(least)}", place)
    elif value > greatest:
        findings.add(f"Maximum value is {kind(greatest)}", place)


def _check_heartbeat(fields: Fields, place: str, findings: Findings) -> None:
    heartbeat, timeout = fields.get("HeartbeatSeconds"), fields.get("TimeoutSeconds")
    if isinstance(heartbeat, int) and isinstance(timeout, int) and heartbeat >= timeout:
        findings.add("HeartbeatSeconds must be smaller than TimeoutSeconds", f"{place}/HeartbeatSeconds")
