"""The Lambda Runtime API for one worker: an HTTP server whose port tells which worker speaks."""

import asyncio
from typing import Protocol

import h11

from local.functions.invocation import Invocation

VERSION = "/2018-06-01/runtime"
READ_BYTES = 65536
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
        self._conversations: set[asyncio.Task[None]] = set()

    async def open(self) -> str:
        """The `host:port` that it listens on."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"{host}:{port}"

    def close(self) -> None:
        self._server.close()
        for conversation in self._conversations:
            conversation.cancel()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = asyncio.create_task(_converse(self._listener, reader, writer))
        self._conversations.add(conversation)
        conversation.add_done_callback(self._conversations.discard)


async def _converse(listener: Listener, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    connection = h11.Connection(h11.SERVER)
    try:
        while True:
            request, body = await _receive(connection, reader, writer)
            if request is None:
                return
            reply = await _answer(listener, request.method.decode(), request.target.decode(), body)
            await _send(connection, writer, reply)
            if connection.our_state is not h11.DONE:
                return
            connection.start_next_cycle()
    except (ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
        return
    finally:
        writer.close()


async def _receive(
    connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> tuple[h11.Request | None, bytes]:
    request: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            await _encourage(connection, writer)
            connection.receive_data(await reader.read(READ_BYTES))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return request, bytes(body)
        else:
            return None, b""


async def _encourage(connection: h11.Connection, writer: asyncio.StreamWriter) -> None:
    if connection.they_are_waiting_for_100_continue:
        writer.write(connection.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
        await writer.drain()


async def _send(connection: h11.Connection, writer: asyncio.StreamWriter, reply: Reply) -> None:
    status, headers, body = reply
    head = h11.Response(status_code=status, headers=[*headers, ("Content-Length", str(len(body)))])
    for event in (head, h11.Data(data=body), h11.EndOfMessage()):
        writer.write(connection.send(event) or b"")
    await writer.drain()


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
