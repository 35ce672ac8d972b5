"""HTTP on the loopback for both sides of the host: httptools reads, and an answer is one write.

An invocation is four requests. Who answers is called as soon as one is read and may answer at once: a web
framework's share of each, or a task of the event loop, is what a step of a run cannot spare.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping
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


STATUS_LINES = {status.value: f"HTTP/1.1 {status} {status.phrase}\r\n" for status in HTTPStatus}
Respond = Callable[[Reply], None]
Answer = Callable[[Request, Respond], None]
"""Has each request responded to once, at once or later."""
FAILED = Reply(500, b'{"Type":"Service","message":"the function host failed; its log says how"}')


class HttpServer:
    """Answers on the loopback between `open` and `close`.

    Of a body over `body_limit` bytes one too many is kept, which tells that it is too long. The answer for a
    client that has ended its connection is dropped.
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
        owed = [each.ended() for each in self._conversations if each.is_owed]
        if owed:
            await asyncio.wait(owed, timeout=seconds)

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
        self.is_owed = False
        self._ended: asyncio.Future[None] | None = None

    def ended(self) -> asyncio.Future[None]:
        """Done when the request under way is answered, or nobody waits for the answer."""
        self._ended = asyncio.get_running_loop().create_future()
        return self._ended

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.WriteTransport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        self._end()
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
        self.is_owed = True
        try:
            self._answer(request, self._respond)
        except Exception:  # noqa: BLE001 -- a request that fails must not end the server
            _log.exception("request.failed method=%s path=%s", request.method, request.path)
            if self.is_owed:
                self._respond(FAILED)

    def _respond(self, reply: Reply) -> None:
        self._end()
        if self._transport.is_closing():
            return
        self._transport.write(_written(reply))
        if not self._parser.should_keep_alive():
            self._transport.close()

    def _end(self) -> None:
        self.is_owed = False
        if self._ended and not self._ended.done():
            self._ended.set_result(None)


def _written(reply: Reply) -> bytes:
    length = "" if reply.status == HTTPStatus.NO_CONTENT else f"Content-Length: {len(reply.body)}\r\n"
    headers = "".join([f"{name}: {value}\r\n" for name, value in reply.headers])
    return f"{STATUS_LINES[reply.status]}{length}{headers}\r\n".encode("latin-1") + reply.body
