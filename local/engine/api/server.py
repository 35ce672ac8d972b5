"""The JSON 1.0 protocol of Step Functions over HTTP."""

import json
import logging
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.waiting import run_in_its_own_thread
from local.engine.engine import Engine

_PROTOCOL = "application/x-amz-json-1.0"
_SERVICE = "AWSStepFunctions"
_LARGEST_BODY = 8 * 1024 * 1024  # a definition of 1 MB, however its characters are escaped
_WAIT_FOR_SOMEBODY = frozenset({"GetActivityTask", "StartSyncExecution"})
_log = logging.getLogger(__name__)


def application(engine: Engine) -> Starlette:
    async def action(request: Request) -> Response:
        try:
            name, members = _called(request, await request.body())
            run = run_in_its_own_thread if name in _WAIT_FOR_SOMEBODY else run_in_threadpool
            answer = await run(engine.call, name, members)
        except ApiError as error:
            _log.info("request.refused error=%s action=%s", error.name, _target(request))
            return _response({"__type": error.name.value, "message": error.message}, error.status)
        except Exception:  # noqa: BLE001 -- whatever happens, the client gets an answer
            _log.exception("request.failed action=%s", _target(request))
            return _response({"__type": "InternalServerError", "message": "Internal error"}, 500)
        return _response(answer, 200)

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/", action, methods=["POST"]), Route("/health", health, methods=["GET"])])


def _target(request: Request) -> str:
    """The action's name; empty when the header is missing or names another service."""
    service, _, action = request.headers.get("x-amz-target", "").partition(".")
    return action if service == _SERVICE else ""


def _called(request: Request, body: bytes) -> tuple[str, dict[str, Any]]:
    name = _target(request)
    if not name:
        raise ApiError(ErrorName.UNKNOWN_OPERATION, f"The X-Amz-Target header must be {_SERVICE}.<action>")
    if len(body) > _LARGEST_BODY:
        raise ApiError(ErrorName.VALIDATION, "The request is too large", 413)
    try:
        members = json.loads(body or b"{}")
    except ValueError as error:
        raise ApiError(ErrorName.VALIDATION, f"The request is no JSON: {error}") from error
    except RecursionError as error:
        raise ApiError(ErrorName.VALIDATION, "The request is nested too deeply") from error
    if not isinstance(members, dict):
        raise ApiError(ErrorName.VALIDATION, "The request must be a JSON object")
    return name, members


def _response(content: dict[str, Any], status: int) -> Response:
    body = json.dumps(content, separators=(",", ":"))
    return Response(body, status, {"x-amzn-RequestId": str(uuid4())}, _PROTOCOL)
