"""The Lambda Invoke API over the function host, so that plain boto3 works against it."""

import asyncio
import base64
import contextlib
import json
from collections.abc import Coroutine
from typing import Any
from urllib.parse import unquote

from local.functions.configuration import FunctionConfiguration
from local.functions.credentials import CREDENTIALS, RoleMissingError, role_credentials
from local.functions.host import FunctionHost, FunctionNotFoundError
from local.functions.http_server import FAILED, Reply, Request, Respond
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


REFUSALS = (RefusedError, FunctionNotFoundError, RoleMissingError, TooManyRequestsError)


class InvokeApi:
    """Answers requests; keeps the asynchronous invocations that are under way, and fetched credentials."""

    def __init__(self, host: FunctionHost) -> None:
        self._host = host
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, request: Request, respond: Respond) -> None:
        try:
            self._route(request, respond)
        except REFUSALS as error:
            respond(_refused(error))

    def close(self) -> None:
        for task in self._under_way:
            task.cancel()

    def _route(self, request: Request, respond: Respond) -> None:
        _, is_function, below = request.path.partition(FUNCTIONS)
        name, _, asked = below.removeprefix("/").partition("/")
        if is_function and asked == "invocations" and request.method == "POST":
            self._invoke(unquote(name), request, respond)
        elif request.path == "/health":
            respond(_json({"functions": len(self._host.configuration.functions)}))
        elif request.path.startswith(f"{CREDENTIALS}/"):
            self._keep(self._credentials(unquote(request.path.removeprefix(f"{CREDENTIALS}/")), respond))
        elif is_function and request.method == "GET":
            respond(self._read(unquote(name), asked))
        else:
            raise RefusedError(404, "UnknownOperationException", f"{request.method} {request.path}")

    def _invoke(self, name: str, request: Request, respond: Respond) -> None:
        payload, headers = _payload(request.body), request.headers
        invocation = self._host.invocation(name, payload, headers.get("x-amz-client-context"))
        kind = headers.get("x-amz-invocation-type", "RequestResponse")
        if kind == "DryRun":
            respond(Reply(204))
        elif kind == "Event":
            self._keep(self._run_event(name, invocation))
            respond(Reply(202, headers=(("x-amzn-RequestId", invocation.request_id),)))
        else:
            invocation.wants_log = headers.get("x-amz-log-type") == "Tail"
            self._host.start(invocation, lambda outcome: respond(_answer(invocation, outcome)))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _run_event(self, name: str, invocation: Invocation) -> None:
        """Twice more after a failure, as AWS does; an event under way is lost when the host ends."""
        for pause in (*ASYNCHRONOUS_RETRY_SECONDS, None):
            with contextlib.suppress(TooManyRequestsError):
                outcome = await self._host.run(invocation)
                if not outcome.failed:
                    return
            if pause is not None:
                await asyncio.sleep(pause)
            invocation = self._host.invocation(name, invocation.payload, invocation.client_context)

    async def _credentials(self, name: str, respond: Respond) -> None:
        reply = FAILED
        try:
            function = self._host.function(name)
            reply = _json(await asyncio.to_thread(role_credentials, self._host.configuration, function))
        except REFUSALS as error:
            reply = _refused(error)
        finally:
            respond(reply)

    def _read(self, name: str, asked: str) -> Reply:
        if not name:
            functions = self._host.configuration.functions.values()
            return _json({"Functions": [self._described(function) for function in functions]})
        function = self._host.function(name)
        if asked == "configuration":
            return _json(self._described(function))
        return _json(
            {"Configuration": self._described(function), "Code": {"Location": function.code.as_uri()}}
        )

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


def _payload(body: bytes) -> bytes:
    if len(body) > PAYLOAD_LIMIT_BYTES:
        message = f"Request must be smaller than {PAYLOAD_LIMIT_BYTES} bytes for InvokeFunction"
        raise RefusedError(413, "RequestTooLargeException", message)
    payload = body or b"{}"
    try:
        json.loads(payload)
    except ValueError as error:
        message = f"Could not parse request body into json: {error}"
        raise RefusedError(400, "InvalidRequestContentException", message) from error
    return payload


def _answer(invocation: Invocation, outcome: Outcome) -> Reply:
    headers = [
        ("Content-Type", "application/json"),
        ("x-amzn-RequestId", invocation.request_id),
        ("X-Amz-Executed-Version", "$LATEST"),
    ]
    if outcome.failed:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    if invocation.wants_log:
        headers.append(("X-Amz-Log-Result", base64.b64encode(outcome.log[-LOG_TAIL_BYTES:]).decode()))
    return Reply(200, outcome.payload, tuple(headers))


def _refused(error: Exception) -> Reply:
    if isinstance(error, RefusedError):
        return _refusal(error.status, error.kind, {"Type": "User", "message": str(error)})
    if isinstance(error, TooManyRequestsError):
        return _throttled(error)
    return _refusal(404, "ResourceNotFoundException", {"Type": "User", "Message": str(error)})


def _throttled(error: TooManyRequestsError) -> Reply:
    reason = "ConcurrentInvocationLimitExceeded"
    return _refusal(
        429,
        "TooManyRequestsException",
        {"Type": "User", "Reason": reason, "message": f"Rate Exceeded. {error}"},
    )


def _refusal(status: int, kind: str, body: dict[str, str]) -> Reply:
    return _json(body, status, (("x-amzn-ErrorType", kind),))


def _json(body: dict[str, Any], status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(status, json.dumps(body).encode(), (("Content-Type", "application/json"), *headers))
