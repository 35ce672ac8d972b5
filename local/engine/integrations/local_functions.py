"""Lambda's Invoke over plain HTTP, for a function host on this machine: a twentieth of what boto3 costs."""

import select
import socket
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import httptools

_HERE = {"127.0.0.1", "localhost", "::1"}
_PLAIN = {"FunctionName", "Payload"}
_OK = 200
_READ_BYTES = 65_536


class NoAnswerError(ConnectionError):
    """The host sent none, or no HTTP: whether the function ran is not known."""


class LocalFunctions(threading.local):
    """Keeps a connection a thread. Unsigned, so that only a host on this machine is asked this way."""

    def __init__(self, endpoint: str | None, timeout_seconds: float) -> None:
        place = urlsplit(endpoint or "")
        self._is_here = place.scheme == "http" and place.hostname in _HERE
        self._address = (place.hostname or "", place.port or 80)
        self._timeout_seconds = timeout_seconds
        self._socket: socket.socket | None = None

    def invoke(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """What boto3's `invoke` answers; None where boto3 has to be asked, because it knows more.

        That is for a host elsewhere, for members other than name and payload, and when the host refuses.
        Raises OSError, of which NoAnswerError is one.
        """
        if not self._is_here or not request.keys() <= _PLAIN:
            return None
        try:
            return self._asked(request)
        except ConnectionRefusedError:
            return None
        except BaseException:
            self._close()
            raise

    def _asked(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        connection = self._connected()
        payload = request.get("Payload", b"")
        body = payload.encode() if isinstance(payload, str) else payload
        connection.sendall(_head(request["FunctionName"], self._address) + b"%d\r\n\r\n" % len(body) + body)
        answer = _Answer(connection)
        if not answer.keeps_alive:
            self._close()
        return answer.as_boto3_has_it() if answer.status == _OK else None

    def _connected(self) -> socket.socket:
        """The host ends idle connections; one that can be read before anything was asked has ended."""
        if self._socket and select.select([self._socket], [], [], 0)[0]:
            self._close()
        if self._socket is None:
            self._socket = socket.create_connection(self._address, self._timeout_seconds)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _close(self) -> None:
        if self._socket:
            self._socket.close()
        self._socket = None


@lru_cache(256)
def _head(function_name: str, address: tuple[str, int]) -> bytes:
    """All that every request for a function begins with."""
    path = f"/2015-03-31/functions/{quote(function_name, safe='')}/invocations"
    return f"POST {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nContent-Length: ".encode()


class _Answer:
    """Reads one response to its end; httptools calls the methods that begin with `on_`."""

    def __init__(self, connection: socket.socket) -> None:
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._has_head = False
        self._is_whole = False
        parser: Any = httptools.HttpResponseParser(self)
        while not self._is_whole:
            received = connection.recv(_READ_BYTES)
            if not received:
                self._require_end()
                break
            _feed(parser, received)
        self.status: int = parser.get_status_code()
        self.keeps_alive: bool = self._is_whole and parser.should_keep_alive()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self._has_head = True

    def on_body(self, part: bytes) -> None:
        self._body += part

    def on_message_complete(self) -> None:
        self._is_whole = True

    def _require_end(self) -> None:
        """Where the head gives no length, the body ends with the connection."""
        if not self._has_head or {"content-length", "transfer-encoding"} & self._headers.keys():
            raise NoAnswerError("the function host ended the connection before it answered")

    def as_boto3_has_it(self) -> dict[str, Any]:
        headers = self._headers
        return {
            "StatusCode": self.status,
            "ExecutedVersion": headers.get("x-amz-executed-version", "$LATEST"),
            "FunctionError": headers.get("x-amz-function-error"),
            "Payload": bytes(self._body),
            "ResponseMetadata": {
                "RequestId": headers.get("x-amzn-requestid", ""),
                "HTTPStatusCode": self.status,
                "HTTPHeaders": headers,
            },
        }


def _feed(parser: Any, received: bytes) -> None:
    try:
        parser.feed_data(received)
    except httptools.HttpParserError as error:
        raise NoAnswerError(f"the function host sent no HTTP: {error}") from error
