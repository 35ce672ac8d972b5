"""The Lambda Runtime API for one worker: an HTTP server whose port tells which worker speaks."""

from collections.abc import Callable
from typing import Protocol

from local.functions.http_server import HttpServer, Reply, Request, Respond
from local.functions.invocation import Invocation

VERSION = "/2018-06-01/runtime"
INVOCATION = f"{VERSION}/invocation/"
NEXT = ("GET", f"{INVOCATION}next")
INIT_ERROR = ("POST", f"{VERSION}/init/error")
ACCEPTED = Reply(202, b'{"status":"OK"}')
UNKNOWN_PATH = Reply(404, b'{"errorMessage":"no such path","errorType":"InvalidPath"}')


Deliver = Callable[[Invocation, int], None]
"""Hands an invocation over, with its deadline in milliseconds since the epoch."""


class Listener(Protocol):
    """What a worker's process tells the host."""

    def asks(self, deliver: Deliver) -> None:
        """For its next invocation."""
        ...

    def responded(self, request_id: str, payload: bytes) -> None: ...

    def failed(self, request_id: str, error: bytes) -> None: ...

    def failed_to_start(self, error: bytes) -> None: ...


class RuntimeApi:
    """Listens on a free port of the loopback between `open` and `close`."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._server = HttpServer(self._answer)

    async def open(self) -> str:
        """The `host:port` that it listens on."""
        return await self._server.open()

    def close(self) -> None:
        self._server.close()

    def _answer(self, request: Request, respond: Respond) -> None:
        asked = (request.method, request.path)
        if asked == NEXT:
            self._listener.asks(lambda invocation, deadline: respond(_next(invocation, deadline)))
            return
        if asked == INIT_ERROR:
            self._listener.failed_to_start(request.body)
            respond(ACCEPTED)
            return
        request_id, _, verb = request.path.removeprefix(INVOCATION).partition("/")
        if request.method != "POST" or verb not in {"response", "error"}:
            respond(UNKNOWN_PATH)
            return
        end = self._listener.responded if verb == "response" else self._listener.failed
        end(request_id, request.body)
        respond(ACCEPTED)


def _next(invocation: Invocation, deadline: int) -> Reply:
    headers = [
        ("Content-Type", "application/json"),
        ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
        ("Lambda-Runtime-Deadline-Ms", str(deadline)),
        ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
        ("Lambda-Runtime-Trace-Id", invocation.trace_id),
    ]
    if invocation.client_context:
        headers.append(("Lambda-Runtime-Client-Context", invocation.client_context))
    return Reply(200, invocation.payload, tuple(headers))
