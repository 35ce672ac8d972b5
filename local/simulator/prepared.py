"""The functions' own connection to Postgres, with each statement parsed and planned once.

A function that is called once in a while sends its statement anew each time, so that RDS Proxy can share
connections; a world sends the same thirty statements a million times.
"""

from typing import Any

from pg8000.core import (  # type: ignore[import-untyped]  # pg8000 ships no types
    BIND,
    DESCRIBE,
    EXECUTE,
    NULL_BYTE,
    PARSE,
    STATEMENT,
    SYNC,
    Context,
    i_pack,
)

from lambdas.shared.postgres_address import Address
from lambdas.shared.postgres_connection import NO_FORMATS, UNNAMED, Connection, Row, counted, sized


class PreparedConnection(Connection):
    """Statements and their answers are the product's; only the plan is kept."""

    def __init__(self, address: Address) -> None:
        self._names: dict[str, bytes] = {}
        super().__init__(address)

    def run(self, sql: str, values: tuple[object, ...]) -> list[Row]:
        """As the product's, raising the same errors."""
        name = self._names.get(sql)
        context = Context(sql)
        self._sock.write(self._sent(name or self._new_name(), None if name else sql, values))
        self._sock.flush()
        self.round_trips += 1
        self.handle_messages(context)
        if name is None:
            self._names[sql] = self._new_name()
        names = [column["name"] for column in context.columns or ()]
        return [dict(zip(names, row, strict=True)) for row in context.rows or ()]

    def _new_name(self) -> bytes:
        return b"s%d" % len(self._names) + bytes(NULL_BYTE)

    def _sent(self, name: bytes, sql: str | None, values: tuple[object, ...]) -> bytes:
        given = b"".join(sized(value) for value in self._encoded(values))
        parse = () if sql is None else ((PARSE, name + sql.encode() + NULL_BYTE + NO_FORMATS),)
        bodies: tuple[tuple[Any, bytes], ...] = (
            *parse,
            (DESCRIBE, STATEMENT + name),
            (BIND, UNNAMED + name + NO_FORMATS + counted(values) + given + NO_FORMATS),
            (EXECUTE, UNNAMED + i_pack(0)),
            (SYNC, b""),
        )
        return b"".join(code + i_pack(len(body) + 4) + body for code, body in bodies)
