"""A pg8000 connection whose statements take one round trip: everything is sent, then everything is read."""

import select
import socket
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from pg8000.converters import make_param  # type: ignore[import-untyped]  # pg8000 ships no types
from pg8000.core import (  # type: ignore[import-untyped]  # as above
    BIND,
    DESCRIBE,
    EXECUTE,
    NULL_BYTE,
    PARSE,
    STATEMENT,
    SYNC,
    Context,
    CoreConnection,
    H_pack,
    i_pack,
)

from lambdas.shared.json_text import Json, json_text
from lambdas.shared.postgres_address import Address, SslMode

if TYPE_CHECKING:
    from ssl import SSLContext

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 10
TIMESTAMPTZ = 1184
UNNAMED: bytes = NULL_BYTE
NO_FORMATS: bytes = H_pack(0)

Row = dict[str, Any]


class Connection(CoreConnection):  # type: ignore[misc]  # its parent has no types
    """One connection; `round_trips` counts the times it waited for an answer to a statement."""

    def __init__(self, address: Address) -> None:
        self.round_trips = 0
        super().__init__(
            address.user,
            host=address.host,
            database=address.database,
            password=address.password,
            sock=_open_socket(address),
            ssl_context=_ssl_context(address.ssl_mode, address.root_certificate),
            application_name="chain",
            startup_params={"TimeZone": "UTC", "statement_timeout": str(STATEMENT_SECONDS * 1000)},
        )
        self._usock.settimeout(STATEMENT_SECONDS + CONNECT_SECONDS)
        self.register_in_adapter(TIMESTAMPTZ, datetime.fromisoformat)
        self.register_out_adapter(dict, json_text)
        self.register_out_adapter(Json, _json_document)

    def run(self, sql: str, values: tuple[object, ...]) -> list[Row]:
        """Run one statement in a transaction of its own; raises pg8000's errors and OSError."""
        context = Context(sql)
        self._sock.write(_messages(sql, self._encoded(values)))
        self._sock.flush()
        self.round_trips += 1
        self.handle_messages(context)
        names = [column["name"] for column in context.columns or ()]
        return [dict(zip(names, row, strict=True)) for row in context.rows or ()]

    def is_stale(self) -> bool:
        """Whether the server closed the idle connection: then there is something to read unasked."""
        unread = select.poll()
        unread.register(self._usock, select.POLLIN)
        return bool(unread.poll(0))

    def _encoded(self, values: tuple[object, ...]) -> list[bytes | None]:
        texts = (make_param(self.py_types, value) for value in values)
        return [None if text is None else text.encode() for text in texts]


def _messages(sql: str, values: list[bytes | None]) -> bytes:
    # Parse, Describe, Bind, Execute, Sync of the unnamed statement: a named one pins RDS Proxy's connections.
    given = b"".join(sized(value) for value in values)
    bodies = (
        (PARSE, UNNAMED + sql.encode() + NULL_BYTE + NO_FORMATS),
        (DESCRIBE, STATEMENT + UNNAMED),
        (BIND, UNNAMED + UNNAMED + NO_FORMATS + counted(values) + given + NO_FORMATS),
        (EXECUTE, UNNAMED + i_pack(0)),
        (SYNC, b""),
    )
    return b"".join(code + i_pack(len(body) + 4) + body for code, body in bodies)


def counted(values: Sequence[object]) -> bytes:
    """How many values follow, as Postgres reads it."""
    count: bytes = H_pack(len(values))
    return count


def sized(value: bytes | None) -> bytes:
    """A value after its size; null is the size -1."""
    size: bytes = i_pack(-1 if value is None else len(value))
    return size if value is None else size + value


def _json_document(document: Json) -> str:
    return json_text(document.value)


def _open_socket(address: Address) -> socket.socket:
    if address.host.startswith("/"):
        local = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        local.settimeout(CONNECT_SECONDS)
        local.connect(f"{address.host}/.s.PGSQL.{address.port}")
        return local
    remote = socket.create_connection((address.host, address.port), CONNECT_SECONDS)
    remote.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    remote.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return remote


@cache
def _ssl_context(mode: SslMode, root_certificate: str | None) -> "SSLContext | bool":
    """Return the context that all connections share: reading the certificates takes most of a connect."""
    if mode == "disable":
        return False
    import ssl  # noqa: PLC0415 - takes 10 ms that a database on the same machine does not need

    context = ssl.create_default_context(cafile=root_certificate)
    if mode == "require":
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
