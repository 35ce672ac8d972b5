"""Requests checked against botocore's own model of Step Functions, which AWS's clients are made from."""

from functools import cache
from typing import Any

from local.engine.api.errors import ApiError, ErrorName

_MEASURED_IN_BYTES = ("SensitiveData",)


@cache
def _service() -> Any:
    from botocore.loaders import Loader  # noqa: PLC0415 -- 40 ms, paid with the first request
    from botocore.model import ServiceModel  # noqa: PLC0415

    return ServiceModel(Loader().load_service_model("stepfunctions", "service-2"), "stepfunctions")


@cache
def _validator() -> Any:
    from botocore.validate import ParamValidator  # noqa: PLC0415

    return ParamValidator()


def check_request(action: str, request: Any) -> None:
    """Raises ValidationException when a member is missing, unknown or of the wrong type, size or value."""
    shape = _service().operation_model(action).input_shape
    report = _validator().validate(request, shape)
    problems = [report.generate_report()] if report.has_errors() else _violations(request, shape, "")
    if problems:
        count = len(problems)
        found = f"{count} validation error{'s' if count > 1 else ''} detected: {'; '.join(problems)}"
        raise ApiError(ErrorName.VALIDATION, found)


@cache
def details_members() -> frozenset[str]:
    """The `…EventDetails` members of a history event."""
    members = _service().shape_for("HistoryEvent").members
    return frozenset(name for name in members if name.endswith("EventDetails"))


def _violations(value: Any, shape: Any, at: str) -> list[str]:
    """Longest lengths and allowed values, which botocore leaves to the service."""
    match shape.type_name:
        case "structure":
            return [
                problem
                for name, member in value.items()
                if name in shape.members
                for problem in _violations(member, shape.members[name], f"{at}.{name}".lstrip("."))
            ]
        case "list":
            return [
                problem
                for number, member in enumerate(value, start=1)
                for problem in _violations(member, shape.member, f"{at}.{number}.member")
            ]
        case "string":
            return _string_violations(value, shape, at)
        case "integer" if value > shape.metadata.get("max", value):
            return [f"{_failed(at)}: Member must have value less than or equal to {shape.metadata['max']}"]
        case _:
            return []


def _string_violations(value: str, shape: Any, at: str) -> list[str]:
    longest = shape.metadata.get("max")
    if longest is not None and _length(value, shape) > longest:
        return [f"{_failed(at)}: Member must have length less than or equal to {longest}"]
    if shape.enum and value not in shape.enum:
        return [f"{_failed(at)}: Member must satisfy enum value set: [{', '.join(shape.enum)}]"]
    return []


def _length(value: str, shape: Any) -> int:
    """Characters; UTF-8 bytes of inputs and outputs (AWS, StartExecution: "262144 bytes")."""
    return len(value.encode(errors="surrogatepass")) if shape.name in _MEASURED_IN_BYTES else len(value)


def _failed(at: str) -> str:
    return f"Value at '{at}' failed to satisfy constraint"
