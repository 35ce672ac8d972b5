"""HTTP on the loopback for both sides of the host: httptools reads, and an answer is one write.

An invocation is four requests; a web framework's share of each is what a step of a run cannot spare.
"""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

import httptools

_log = logging.getLogger(__name__)


class Request(NamedTuple):
    """`path` is still quoted and without its query; names of `headers` are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Reply(NamedTuple):
    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


Answer = Callable[[Request], Awaitable[Reply]]
FAILED = Reply(500, b'{"Type":"Service","message":"the function host failed; its log says how"}')


class HttpServer:
    """Answers on the loopback between `open` and `close`.

    Of a body over `body_limit` bytes one too many is kept, which tells that it is too long. A connection that
    its client ends takes the answer under way with it.
    """

    def __init__(self, answer: Answer, body_limit: int = sys.maxsize) -> None:
        self._answer = answer
        self._body_limit = body_limit
        self._conversations: set[_Conversation] = set()

    async def open(self, port: int = 0) -> str:
        """The `host:port` that it listens on; 0 is a free port. Raises OSError for one that is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, "127.0.0.1", port)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    async def finish(self, seconds: float) -> None:
        """Takes no new connections, and lets answers under way end for so long."""
        self._server.close()
        answers = [each.answering for each in self._conversations if each.answering]
        if answers:
            await asyncio.wait(answers, timeout=seconds)

    def close(self) -> None:
        self._server.close()
        for conversation in list(self._conversations):
            conversation.close()

    def _conversation(self) -> "_Conversation":
        conversation = _Conversation(self._answer, self._body_limit, self._conversations.discard)
        self._conversations.add(conversation)
        return conversation


class _Conversation(asyncio.Protocol):
    """One connection; the client waits for each answer before it asks again."""

    def __init__(self, answer: Answer, body_limit: int, on_end: Callable[["_Conversation"], None]) -> None:
        self._answer = answer
        self._body_limit = body_limit
        self._on_end = on_end
        self._parser: Any = httptools.HttpRequestParser(self)
        self.answering: asyncio.Task[None] | None = None

    def close(self) -> None:
        if self.answering:
            self.answering.cancel()
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.WriteTransport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        if self.answering:
            self.answering.cancel()
        self._on_end(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_message_begin(self) -> None:
        self._url = b""
        self._headers: dict[str, str] = {}
        self._body = bytearray()

    def on_url(self, part: bytes) -> None:
        self._url += part

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        if self._headers.get("expect", "").lower() == "100-continue":
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, part: bytes) -> None:
        self._body += part[: self._body_limit + 1 - len(self._body)]

    def on_message_complete(self) -> None:
        path = self._url.partition(b"?")[0].decode("latin-1")
        request = Request(self._parser.get_method().decode(), path, self._headers, bytes(self._body))
        self.answering = asyncio.create_task(self._respond(request))

    async def _respond(self, request: Request) -> None:
        try:
            reply = await self._answer(request)
        except Exception:  # noqa: BLE001 -- a request that fails must not end the server
            _log.exception("request.failed method=%s path=%s", request.method, request.path)
            reply = FAILED
        self._transport.write(_written(reply))
        if not self._parser.should_keep_alive():
            self._transport.close()


def _written(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}"]
    lines += [f"Content-Length: {len(reply.body)}"] if reply.status != HTTPStatus.NO_CONTENT else []
    lines += [f"{name}: {value}" for name, value in reply.headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body
