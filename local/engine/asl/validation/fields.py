"""Which fields each type of state may have.

Source: the Amazon States Language specification and the service's answers ("Field 'Catch' is not supported").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.validation.findings import Findings

_ALL = {"Type", "Comment", "QueryLanguage"}
_MOVING = {"Next", "End"}
_FILTERED = {"InputPath", "OutputPath", "Output"}
_WORKING = {"Parameters", "ResultSelector", "ResultPath", "Retry", "Catch", "Assign"}


def _with_path(*names: str) -> set[str]:
    return {*names, *(f"{name}Path" for name in names)}


ALLOWED: dict[str, set[str]] = {
    "Pass": _ALL | _MOVING | _FILTERED | {"Result", "Parameters", "ResultPath", "Assign"},
    "Task": _ALL
    | _MOVING
    | _FILTERED
    | _WORKING
    | {"Resource", "Credentials", "Arguments"}
    | _with_path("TimeoutSeconds", "HeartbeatSeconds"),
    "Choice": _ALL | _FILTERED | {"Choices", "Default", "Assign"},
    "Wait": _ALL | _MOVING | _FILTERED | {"Assign"} | _with_path("Seconds", "Timestamp"),
    "Succeed": _ALL | _FILTERED,
    "Fail": _ALL | _with_path("Error", "Cause"),
    "Parallel": _ALL | _MOVING | _FILTERED | _WORKING | {"Branches", "Arguments"},
    "Map": _ALL
    | _MOVING
    | _FILTERED
    | _WORKING
    | {
        "ItemProcessor",
        "Iterator",
        "ItemsPath",
        "Items",
        "ItemSelector",
        "ItemReader",
        "ItemBatcher",
        "ResultWriter",
        "Label",
    }
    | _with_path("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"),
}
REQUIRED: dict[str, tuple[str, ...]] = {
    "Task": ("Resource",),
    "Choice": ("Choices",),
    "Parallel": ("Branches",),
}
MACHINE = {"Comment", "StartAt", "States", "Version", "TimeoutSeconds", "QueryLanguage"}
BRANCH = {"Comment", "StartAt", "States"}
PROCESSOR = BRANCH | {"ProcessorConfig"}
_ONLY_IN = {
    "JSONata": {"Arguments", "Output", "Items", "Condition"},
    "JSONPath": {
        "InputPath",
        "OutputPath",
        "Parameters",
        "Result",
        "ResultPath",
        "ResultSelector",
        "ItemsPath",
        "Variable",
    }
    | {f"{name}Path" for name in ("TimeoutSeconds", "HeartbeatSeconds", "Seconds", "Timestamp", "Error")}
    | {"CausePath", "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath"}
    | {"MaxItemsPath", "MaxItemsPerBatchPath", "MaxInputBytesPerBatchPath"},
}


def check_known(fields: dict[str, JSON], allowed: set[str], place: str, findings: Findings) -> None:
    for name in fields:
        if name not in allowed:
            findings.add(f"Field '{name}' is not supported", place)


def check_language(fields: dict[str, JSON], language: str, place: str, findings: Findings) -> None:
    """Note fields that only the other query language has."""
    other = "JSONPath" if language == "JSONata" else "JSONata"
    for name in fields:
        if name in _ONLY_IN[other]:
            findings.add(
                f"The QueryLanguage is set to '{language}', but field '{name}' is only supported "
                f"for the '{other}' QueryLanguage",
                place,
            )


def check_required(
    fields: dict[str, JSON], required: tuple[str, ...], place: str, findings: Findings
) -> bool:
    missing = [name for name in required if name not in fields]
    if missing:
        findings.add(f"These fields are required: [{', '.join(missing)}]", place)
    return not missing


def check_exclusive(fields: dict[str, JSON], names: tuple[str, ...], place: str, findings: Findings) -> None:
    if sum(name in fields for name in names) > 1:
        findings.add(f"There should only be one of the following fields: [{', '.join(names)}]", place)


def check_only(fields: dict[str, JSON], names: tuple[str, ...], place: str, findings: Findings) -> bool:
    """Exactly one of these is given."""
    check_exclusive(fields, names, place, findings)
    given = sum(name in fields for name in names)
    if not given:
        findings.add(f"This object should have only one of the following fields: [{', '.join(names)}]", place)
    return given == 1
