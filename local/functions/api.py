"""The Lambda Invoke API over the function host, so that plain boto3 works against it."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.functions.configuration import FunctionConfiguration
from local.functions.host import FunctionHost, FunctionNotFoundError
from local.functions.invocation import PAYLOAD_LIMIT_BYTES, Invocation, Outcome
from local.functions.pool import TooManyRequestsError

FUNCTIONS = "/2015-03-31/functions"
LOG_TAIL_BYTES = 4096
ASYNCHRONOUS_RETRY_SECONDS = (60, 120)


class RefusedError(Exception):
    """The request is answered with AWS's error `kind` and HTTP `status`."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind


class InvokeApi:
    """The routes; keeps the asynchronous invocations that are under way."""

    def __init__(self, host: FunctionHost) -> None:
        self._host = host
        self._events: set[asyncio.Task[None]] = set()

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/health", self._health),
                Route(FUNCTIONS, self._list),
                Route(f"{FUNCTIONS}/", self._list),
                Route(f"{FUNCTIONS}/{{name}}", self._get),
                Route(f"{FUNCTIONS}/{{name}}/configuration", self._get_configuration),
                Route(f"{FUNCTIONS}/{{name}}/invocations", self._invoke, methods=["POST"]),
            ],
            exception_handlers={
                RefusedError: _refused,
                FunctionNotFoundError: _not_found,
                TooManyRequestsError: _throttled,
            },
            lifespan=self._lifespan,
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with self._host.running():
            yield
            for event in self._events:
                event.cancel()

    async def _invoke(self, request: Request) -> Response:
        name = request.path_params["name"]
        payload = await _payload(request)
        invocation = self._host.invocation(name, payload, request.headers.get("x-amz-client-context"))
        kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
        if kind == "DryRun":
            return Response(status_code=204)
        if kind == "Event":
            return self._accept(name, invocation)
        outcome = await self._host.run(name, invocation)
        return _answer(invocation, outcome, request.headers.get("x-amz-log-type") == "Tail")

    def _accept(self, name: str, invocation: Invocation) -> Response:
        event = asyncio.create_task(self._run_event(name, invocation))
        self._events.add(event)
        event.add_done_callback(self._events.discard)
        return Response(status_code=202, headers={"x-amzn-RequestId": invocation.request_id})

    async def _run_event(self, name: str, invocation: Invocation) -> None:
        """Twice more after a failure, as AWS does; an event under way is lost when the host ends."""
        for pause in (*ASYNCHRONOUS_RETRY_SECONDS, None):
            with contextlib.suppress(TooManyRequestsError):
                outcome = await self._host.run(name, invocation)
                if not outcome.failed:
                    return
            if pause is not None:
                await asyncio.sleep(pause)
            invocation = self._host.invocation(name, invocation.payload, invocation.client_context)

    async def _health(self, _: Request) -> Response:
        return JSONResponse({"functions": len(self._host.configuration.functions)})

    async def _list(self, _: Request) -> Response:
        functions = self._host.configuration.functions.values()
        return JSONResponse({"Functions": [self._described(function) for function in functions]})

    async def _get(self, request: Request) -> Response:
        function = self._host.function(request.path_params["name"])
        return JSONResponse(
            {"Configuration": self._described(function), "Code": {"Location": function.code.as_uri()}}
        )

    async def _get_configuration(self, request: Request) -> Response:
        return JSONResponse(self._described(self._host.function(request.path_params["name"])))

    def _described(self, function: FunctionConfiguration) -> dict[str, Any]:
        return {
            "FunctionName": function.name,
            "FunctionArn": self._host.configuration.arn(function.name),
            "Runtime": "python3.11",
            "Handler": function.handler,
            "MemorySize": function.memory,
            "Timeout": function.timeout,
            "Version": "$LATEST",
            "State": "Active",
            "LastUpdateStatus": "Successful",
            "PackageType": "Zip",
            "Environment": {"Variables": function.environment},
        }


async def _payload(request: Request) -> bytes:
    payload = await _bounded_body(request) or b"{}"
    try:
        json.loads(payload)
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise RefusedError(400, "InvalidRequestContentException", message) from error
    return payload


async def _bounded_body(request: Request) -> bytes:
    body = bytearray()
    with contextlib.suppress(ClientDisconnect):
        async for chunk in request.stream():
            body += chunk
            if len(body) > PAYLOAD_LIMIT_BYTES:
                message = f"Request must be smaller than {PAYLOAD_LIMIT_BYTES} bytes for InvokeFunction"
                raise RefusedError(413, "RequestTooLargeException", message)
    return bytes(body)


def _answer(invocation: Invocation, outcome: Outcome, with_log: bool) -> Response:
    headers = {"x-amzn-RequestId": invocation.request_id, "X-Amz-Executed-Version": "$LATEST"}
    if outcome.failed:
        headers["X-Amz-Function-Error"] = "Unhandled"
    if with_log:
        headers["X-Amz-Log-Result"] = base64.b64encode(outcome.log[-LOG_TAIL_BYTES:]).decode()
    return Response(outcome.payload, headers=headers, media_type="application/json")


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return _refusal(error.status, error.kind, {"Type": "User", "message": str(error)})


def _not_found(_: Request, error: Exception) -> Response:
    return _refusal(404, "ResourceNotFoundException", {"Type": "User", "Message": str(error)})


def _throttled(_: Request, error: Exception) -> Response:
    reason = "ConcurrentInvocationLimitExceeded"
    return _refusal(
        429,
        "TooManyRequestsException",
        {"Type": "User", "Reason": reason, "message": f"Rate Exceeded. {error}"},
    )


def _refusal(status: int, kind: str, body: dict[str, str]) -> Response:
    return JSONResponse(body, status_code=status, headers={"x-amzn-ErrorType": kind})
