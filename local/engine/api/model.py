"""Requests checked against botocore's own model of Step Functions, which AWS's clients are made from."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from local.engine.api.errors import ApiError, ErrorName

_MEASURED_IN_BYTES = ("SensitiveData", "SensitiveDataJobInput")
_TYPES: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "timestamp": (int, float),
}
_LENGTHS = ("string", "list")


@cache
def service() -> Any:
    """botocore's `ServiceModel` of Step Functions."""
    from botocore.loaders import Loader  # noqa: PLC0415 -- 40 ms, paid with the first request
    from botocore.model import ServiceModel  # noqa: PLC0415

    return ServiceModel(Loader().load_service_model("stepfunctions", "service-2"), "stepfunctions")


def check_request(action: str, request: Any) -> None:
    """Raises ValidationException when a member is missing, unknown or of the wrong type, size or value."""
    problems = list(_violations(request, service().operation_model(action).input_shape, ""))
    if problems:
        count = len(problems)
        found = f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(problems)}"
        raise ApiError(ErrorName.VALIDATION, found)


@cache
def details_members() -> frozenset[str]:
    """The `…EventDetails` members of a history event."""
    members = service().shape_for("HistoryEvent").members
    return frozenset(name for name in members if name.endswith("EventDetails"))


def _violations(value: Any, shape: Any, at: str) -> Iterator[str]:
    kind = shape.type_name
    if not _is_of(kind, value):
        yield f"{_failed(value, shape, at)}: Member must be of type {kind}"
        return
    yield from _bounds(value, shape, at)
    if kind == "structure":
        yield from _members(value, shape, at)
    elif kind == "list":
        for number, member in enumerate(value, start=1):
            yield from _violations(member, shape.member, f"{at}.{number}.member")
    elif kind == "string":
        yield from _wordings(value, shape, at)


def _is_of(kind: str, value: Any) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _members(value: dict[str, Any], shape: Any, at: str) -> Iterator[str]:
    prefix = f"{at}." if at else ""
    for name in shape.required_members:
        if name not in value:
            yield f"Value null at '{prefix}{name}' failed to satisfy constraint: Member must not be null"
    for name, member in value.items():
        if name in shape.members:
            yield from _violations(member, shape.members[name], f"{prefix}{name}")
        else:
            known = ", ".join(shape.members)
            yield f"Value at '{prefix}{name}' failed to satisfy constraint: Member must be one of: {known}"


def _bounds(value: Any, shape: Any, at: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is None and most is None:
        return
    measured, what = (_length(value, shape), "length") if shape.type_name in _LENGTHS else (value, "value")
    if most is not None and measured > most:
        yield f"{_failed(value, shape, at)}: Member must have {what} less than or equal to {most}"
    if least is not None and measured < least:
        yield f"{_failed(value, shape, at)}: Member must have {what} greater than or equal to {least}"


def _wordings(value: str, shape: Any, at: str) -> Iterator[str]:
    pattern = shape.metadata.get("pattern")
    if shape.enum and value not in shape.enum:
        allowed = ", ".join(shape.enum)
        yield f"{_failed(value, shape, at)}: Member must satisfy enum value set: [{allowed}]"
    if pattern and not _compiled(pattern).fullmatch(value):
        yield f"{_failed(value, shape, at)}: Member must satisfy regular expression pattern: {pattern}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Java's pattern in Python's syntax."""
    return re.compile(pattern.replace(r"\p{ASCII}", r"[\x00-\x7f]"))


def _length(value: Any, shape: Any) -> int:
    """Characters; UTF-8 bytes of inputs and outputs (AWS, StartExecution: "262144 bytes")."""
    if shape.name in _MEASURED_IN_BYTES:
        return len(value.encode(errors="surrogatepass"))
    return len(value)


def _failed(value: Any, shape: Any, at: str) -> str:
    """AWS shows the value unless its model calls it sensitive."""
    shown = "Value" if shape.metadata.get("sensitive") else f"Value '{_shown(value, shape)}'"
    return f"{shown} at '{at}' failed to satisfy constraint"


def _shown(value: Any, shape: Any) -> str:
    if shape.type_name == "list" and isinstance(value, list):
        return f"[{', '.join(_shown(member, shape.member) for member in value)}]"
    if shape.type_name == "structure" and isinstance(value, dict):
        members = ", ".join(f"{name}={member}" for name, member in value.items())
        return f"{shape.name}({members})"
    return str(value)
