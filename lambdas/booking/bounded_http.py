"""HTTP GETs that cannot hang, cannot fill memory and cannot be led elsewhere by a redirect."""

import io
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult

_USER_AGENT = "chain-booking"


@dataclass(frozen=True)
class Answer:
    """A status and the whole body, or the beginning of it when `truncated`."""

    status: int
    body: bytes
    truncated: bool


@dataclass(frozen=True)
class Deadline:
    """An instant of the monotonic clock by which several calls together must be over."""

    at: float
    monotonic: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, monotonic: Callable[[], float]) -> "Deadline":
        return cls(monotonic() + seconds, monotonic)

    def remaining(self) -> float:
        """Seconds left. Raises TimeoutError when there are none."""
        seconds = self.at - self.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


def connect(base: SplitResult, deadline: Deadline) -> HTTPConnection:
    """A connection to the base URL's host whose answers must arrive by the deadline."""
    host, seconds = base.hostname or "", deadline.remaining()
    connection = (
        HTTPSConnection(host, base.port, timeout=seconds, context=_trust())
        if base.scheme == "https"
        else HTTPConnection(host, base.port, timeout=seconds)
    )
    connection.response_class = _responses_by(deadline)
    return connection


def get(connection: HTTPConnection, target: str, largest_body: int) -> Answer:
    """GET once. Raises OSError or HTTPException; their texts may quote the target, so never pass them on."""
    connection.request("GET", target, headers={"Accept": "application/json", "User-Agent": _USER_AGENT})
    with connection.getresponse() as response:
        body = response.read(largest_body + 1)
    truncated = len(body) > largest_body
    if truncated:
        connection.close()
    return Answer(response.status, body[:largest_body], truncated)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _responses_by(deadline: Deadline) -> type[HTTPResponse]:
    class DeadlineResponse(HTTPResponse):
        def __init__(
            self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
        ) -> None:
            super().__init__(sock, debuglevel, method, url)
            self.fp = io.BufferedReader(_DeadlineReader(self.fp.detach(), sock, deadline))

    return DeadlineResponse


class _DeadlineReader(io.RawIOBase):
    """A socket's reader which gives every read only what is left of the whole time, against drip feeding."""

    def __init__(self, reader: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        self._reader = reader
        self._socket = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override] # always a memoryview here
        self._socket.settimeout(self._deadline.remaining())
        return self._reader.readinto(buffer)

    def close(self) -> None:
        self._reader.close()
        super().close()
