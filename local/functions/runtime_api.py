"""The Lambda Runtime API for one worker: an HTTP server whose port tells which worker speaks."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Protocol

import httptools

from local.functions.invocation import Invocation

VERSION = "/2018-06-01/runtime"
Reply = tuple[int, list[tuple[str, str]], bytes]
ACCEPTED: Reply = (202, [], b'{"status":"OK"}')


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
        self._conversations: set[_Conversation] = set()

    async def open(self) -> str:
        """The `host:port` that it listens on."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    def close(self) -> None:
        self._server.close()
        for conversation in list(self._conversations):
            conversation.close()

    def _conversation(self) -> "_Conversation":
        conversation = _Conversation(self._listener, self._conversations.discard)
        self._conversations.add(conversation)
        return conversation


class _Conversation(asyncio.Protocol):
    """One connection; the worker waits for each answer before it asks again."""

    def __init__(self, listener: Listener, on_end: Callable[["_Conversation"], None]) -> None:
        self._listener = listener
        self._on_end = on_end
        self._parser: Any = httptools.HttpRequestParser(self)
        self._path = ""
        self._body = bytearray()
        self._answering: asyncio.Task[None] | None = None

    def close(self) -> None:
        if self._answering:
            self._answering.cancel()
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.WriteTransport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        if self._answering:
            self._answering.cancel()
        self._on_end(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_message_begin(self) -> None:
        self._path = ""
        self._body.clear()

    def on_url(self, part: bytes) -> None:
        self._path += part.decode()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"expect" and value.lower() == b"100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, part: bytes) -> None:
        self._body += part

    def on_message_complete(self) -> None:
        method = self._parser.get_method().decode()
        self._answering = asyncio.create_task(self._answer(method, self._path, bytes(self._body)))

    async def _answer(self, method: str, path: str, body: bytes) -> None:
        status, headers, content = await _answer(self._listener, method, path, body)
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Length: {len(content)}"]
        lines += [f"{name}: {value}" for name, value in headers]
        self._transport.write("\r\n".join([*lines, "", ""]).encode("latin-1") + content)
        if not self._parser.should_keep_alive():
            self._transport.close()


async def _answer(listener: Listener, method: str, path: str, body: bytes) -> Reply:
    if (method, path) == ("GET", f"{VERSION}/invocation/next"):
        return _next(listener, await listener.next_invocation())
    if (method, path) == ("POST", f"{VERSION}/init/error"):
        listener.failed_to_start(body)
        return ACCEPTED
    request_id, _, verb = path.removeprefix(f"{VERSION}/invocation/").partition("/")
    if method == "POST" and verb == "response":
        listener.responded(request_id, body)
        return ACCEPTED
    if method == "POST" and verb == "error":
        listener.failed(request_id, body)
        return ACCEPTED
    return 404, [], b'{"errorMessage":"no such path","errorType":"InvalidPath"}'


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
    return 200, headers, invocation.payload
