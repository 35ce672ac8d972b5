"""Callbacks by task token."""

from typing import TYPE_CHECKING, Any

from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.payloads import json_problem
from local.engine.driver.folding import UnknownRunError
from local.engine.driver.tokens import InvalidTaskTokenError
from local.engine.stimuli import Stimulus, TaskFailed, TaskHeartbeat, TaskSucceeded

if TYPE_CHECKING:
    from local.engine.engine import Engine


def succeed(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    output = request["output"]
    problem = json_problem(output)
    if problem:
        raise ApiError(ErrorName.INVALID_OUTPUT, f"Invalid Output: '{problem}'")
    execution_id, task_id = _opened(engine, request)
    return _answer(engine, execution_id, task_id, TaskSucceeded(task_id, output))


def fail(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    execution_id, task_id = _opened(engine, request)
    return _answer(
        engine, execution_id, task_id, TaskFailed(task_id, request.get("error"), request.get("cause"))
    )


def heartbeat(engine: "Engine", request: dict[str, Any]) -> dict[str, Any]:
    execution_id, task_id = _opened(engine, request)
    return _answer(engine, execution_id, task_id, TaskHeartbeat(task_id))


def _opened(engine: "Engine", request: dict[str, Any]) -> tuple[int, int]:
    try:
        return engine.tokens.open(request["taskToken"])
    except InvalidTaskTokenError as error:
        raise ApiError(ErrorName.INVALID_TOKEN, "Invalid Token: 'Invalid token'") from error


def _answer(engine: "Engine", execution_id: int, task_id: int, stimulus: Stimulus) -> dict[str, Any]:
    try:
        was_waiting = engine.driver.answer(execution_id, task_id, stimulus)
    except UnknownRunError as error:
        raise ApiError(ErrorName.TASK_DOES_NOT_EXIST, "Task does not exist") from error
    if not was_waiting:
        raise ApiError(
            ErrorName.TASK_TIMED_OUT,
            "Task Timed Out: 'Provided task does not exist anymore'",
        )
    return {}
