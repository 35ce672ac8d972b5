"""What TestState is asked, read from the API's members."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.engine.api.payloads import json_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.engine.asl.payload import JSON

INFO = "INFO"
STRICT = "STRICT"
PRESENT = "PRESENT"


class RefusedTestError(Exception):
    """The test cannot be made as asked; `name` is AWS's error, the message says why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message


@dataclass(frozen=True, slots=True)
class Mock:
    """Either `result`, as JSON text, or `error` (with a `cause`, or None)."""

    result: str | None = None
    error: str | None = None
    cause: str | None = None
    field_validation: str = STRICT


@dataclass(frozen=True, slots=True)
class Configuration:
    """What is taken to have happened before: see AWS's TestStateConfiguration."""

    retry_count: int = 0
    caused_by: str | None = None
    failed_iterations: int = 0
    reader_data: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`definition` is a state, or with `state_name` a whole machine; `context` None for one of ours."""

    definition: str
    input: str = "{}"
    state_name: str | None = None
    role_arn: str | None = None
    inspection_level: str = INFO
    variables: Mapping[str, JSON] = field(default_factory=dict)
    context: JSON = None
    mock: Mock | None = None
    configuration: Configuration = field(default_factory=Configuration)
    reveals_secrets: bool = False


def read_question(request: Mapping[str, Any]) -> Question:
    """Raises `RefusedTestError` where a JSON text is none."""
    return Question(
        definition=request["definition"],
        input=_checked_input(request.get("input", "{}")),
        state_name=request.get("stateName"),
        role_arn=request.get("roleArn"),
        inspection_level=request.get("inspectionLevel", INFO),
        variables=_object(request, "variables") or {},
        context=_object(request, "context"),
        mock=_mock(request["mock"]) if "mock" in request else None,
        configuration=_configuration(request.get("stateConfiguration", {})),
        reveals_secrets=request.get("revealSecrets", False),
    )


def _mock(mock: Mapping[str, Any]) -> Mock:
    if "result" in mock and "errorOutput" in mock:
        raise RefusedTestError(
            "ValidationException",
            "A test mock should have only one of the following fields: [result, errorOutput].",
        )
    failure = mock.get("errorOutput", {})
    mode = mock.get("fieldValidationMode", STRICT)
    if "result" in mock:
        return Mock(result=mock["result"], field_validation=mode)
    if "error" not in failure:
        raise RefusedTestError(
            "ValidationException", "A test mock must have a result, or an errorOutput with an error."
        )
    return Mock(error=failure["error"], cause=failure.get("cause"), field_validation=mode)


def _configuration(configuration: Mapping[str, Any]) -> Configuration:
    return Configuration(
        retry_count=configuration.get("retrierRetryCount", 0),
        caused_by=configuration.get("errorCausedByState"),
        failed_iterations=configuration.get("mapIterationFailureCount", 0),
        reader_data=configuration.get("mapItemReaderData"),
    )


def _checked_input(text: str) -> str:
    problem = json_problem(text)
    if problem is not None:
        raise RefusedTestError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{problem}'")
    return text


def _object(request: Mapping[str, Any], name: str) -> JSON:
    if name not in request:
        return None
    try:
        value = json.loads(request[name])
    except (ValueError, RecursionError) as problem:
        raise RefusedTestError("ValidationException", f"{name} must be valid JSON: {problem}") from problem
    if not isinstance(value, dict):
        raise RefusedTestError("ValidationException", f"{name} must be a JSON object.")
    return value
