"""Lambda's Invoke over plain HTTP, for a function host on this machine: a twentieth of what boto3 costs."""

import contextlib
import socket
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import httptools

_HERE = {"127.0.0.1", "localhost", "::1"}
_PLAIN = {"FunctionName", "Payload"}
_OK = 200
_READ_BYTES = 65_536
_AT_ONCE = 0.01  # seconds: what a host on this machine does not take by then, it has no room for


class NoAnswerError(ConnectionError):
    """The host sent none, or no HTTP: whether the function ran is not known."""


class LocalFunctions:
    """Keeps connections that are free. Unsigned, so that only a host on this machine is asked this way."""

    def __init__(self, endpoint: str | None, timeout_seconds: float) -> None:
        place = urlsplit(endpoint or "")
        self.is_here = place.scheme == "http" and place.hostname in _HERE
        self._address = (place.hostname or "", place.port or 80)
        self._timeout_seconds = timeout_seconds
        self._idle: list[socket.socket] = []

    def invoke(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """What boto3's `invoke` answers; None where boto3 has to be asked, because it knows more.

        That is for a host elsewhere, for members other than name and payload, and when the host refuses.
        Raises OSError, of which NoAnswerError is one.
        """
        call = self.begin(request, self._timeout_seconds)
        if call is None:
            return None
        call.wait()
        return self.end(call)

    def begin(self, request: Mapping[str, Any], timeout_seconds: float = _AT_ONCE) -> "LocalCall | None":
        """Sends the request; once its call is whole, `end` says what `invoke` would.

        Raises TimeoutError when the host takes neither the connection nor the request by then.
        """
        if not self.is_here or not request.keys() <= _PLAIN:
            return None
        payload = request.get("Payload", b"")
        body = payload.encode() if isinstance(payload, str) else payload
        head = _head(request["FunctionName"], self._address)
        try:
            connection = self._connected(timeout_seconds)
        except ConnectionRefusedError:
            return None
        try:
            connection.sendall(head + b"%d\r\n\r\n" % len(body) + body)
        except BaseException:
            connection.close()
            raise
        return LocalCall(connection, time.monotonic() + self._timeout_seconds)

    def end(self, call: "LocalCall") -> dict[str, Any] | None:
        """What a whole call was answered; None when the host refused. Raises OSError."""
        if call.keeps_alive:
            self._idle.append(call.connection)
        else:
            call.connection.close()
        if call.failure:
            raise call.failure
        return call.as_boto3_has_it() if call.status == _OK else None

    def _connected(self, timeout_seconds: float) -> socket.socket:
        with contextlib.suppress(IndexError):  # asked for its length, it might be emptied by others
            while True:
                connection = self._idle.pop()
                if not _has_ended(connection):
                    connection.settimeout(timeout_seconds)
                    return connection
                connection.close()
        connection = socket.create_connection(self._address, timeout_seconds)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def _has_ended(connection: socket.socket) -> bool:
    """The host ends idle connections; one that can be read before anything was asked is of no use either."""
    connection.setblocking(False)
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


@lru_cache(256)
def _head(function_name: str, address: tuple[str, int]) -> bytes:
    """All that every request for a function begins with."""
    path = f"/2015-03-31/functions/{quote(function_name, safe='')}/invocations"
    return f"POST {path} HTTP/1.1\r\nHost: {address[0]}:{address[1]}\r\nContent-Length: ".encode()


class LocalCall:
    """One request that was sent, and its response as it comes; httptools calls what begins with `on_`."""

    def __init__(self, connection: socket.socket, give_up_at: float) -> None:
        self.connection = connection
        self.failure: OSError | None = None
        self.keeps_alive = False
        self.status = 0
        self._give_up_at = give_up_at
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._has_head = False
        self._is_over = False
        self._parser: Any = httptools.HttpResponseParser(self)

    def wait(self) -> None:
        """Until it is whole, or has failed."""
        self.connection.settimeout(max(self._give_up_at - time.monotonic(), 0.001))
        while not self._is_over:
            self._read()

    def is_whole(self) -> bool:
        """Reads what has come, and waits for nothing; True as well when it has failed."""
        self.connection.setblocking(False)
        self._read()
        if not self._is_over and time.monotonic() > self._give_up_at:
            self._fail(TimeoutError("the function host did not answer"))
        return self._is_over

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self._has_head = True

    def on_body(self, part: bytes) -> None:
        self._body += part

    def on_message_complete(self) -> None:
        self._is_over = True
        self.status = self._parser.get_status_code()
        self.keeps_alive = self._parser.should_keep_alive()

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

    def _read(self) -> None:
        try:
            received = self.connection.recv(_READ_BYTES)
            if received:
                self._parser.feed_data(received)
            else:
                self._end_with_connection()
        except BlockingIOError:
            return
        except httptools.HttpParserError as error:
            self._fail(NoAnswerError(f"the function host sent no HTTP: {error}"))
        except OSError as error:
            self._fail(error)

    def _end_with_connection(self) -> None:
        """Where the head gives no length, the body ends with the connection."""
        if not self._has_head or {"content-length", "transfer-encoding"} & self._headers.keys():
            raise NoAnswerError("the function host ended the connection before it answered")
        self.status = self._parser.get_status_code()
        self._is_over = True

    def _fail(self, failure: OSError) -> None:
        self.failure = failure
        self.keeps_alive = False
        self._is_over = True
