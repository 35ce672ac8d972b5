"""The Lambda Runtime API for one worker: an HTTP server whose port tells which worker speaks."""

import asyncio
from typing import Protocol

from local.functions.http_server import HttpServer, Reply, Request
from local.functions.invocation import Invocation

VERSION = "/2018-06-01/runtime"
ACCEPTED = Reply(202, b'{"status":"OK"}')
UNKNOWN_PATH = Reply(404, b'{"errorMessage":"no such path","errorType":"InvalidPath"}')


class Listener(Protocol):
    """What a worker's process tells the host."""

    async def next_invocation(self) -> Invocation: ...

    def deadline_ms(self) -> int: ...

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

    async def _answer(self, request: Request) -> Reply:
        asked = (request.method, request.path)
        if asked == ("GET", f"{VERSION}/invocation/next"):
            return _next(self._listener, await self._listener.next_invocation())
        if asked == ("POST", f"{VERSION}/init/error"):
            self._listener.failed_to_start(request.body)
            return ACCEPTED
        request_id, _, verb = request.path.removeprefix(f"{VERSION}/invocation/").partition("/")
        if request.method != "POST" or verb not in {"response", "error"}:
            return UNKNOWN_PATH
        end = self._listener.responded if verb == "response" else self._listener.failed
        end(request_id, request.body)
        await asyncio.sleep(0)  # whoever called the function is answered first
        return ACCEPTED


def _next(listener: Listener, invocation: Invocation) -> Reply:
    headers = [
        ("Content-Type", "application/json"),
        ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
        ("Lambda-Runtime-Deadline-Ms", str(listener.deadline_ms())),
        ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
        ("Lambda-Runtime-Trace-Id", invocation.trace_id),
    ]
    if invocation.client_context:
        headers.append(("Lambda-Runtime-Client-Context", invocation.client_context))
    return Reply(200, invocation.payload, tuple(headers))
