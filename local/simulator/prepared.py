"""The functions' own connection to Postgres, with each statement parsed and planned once.

A function that is called once in a while sends its statement anew each time, so that RDS Proxy can share
connections; a world sends the same thirty statements a million times.
"""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Prepared:
    """A statement that the server knows by name, and how its rows are read."""

    name: bytes
    columns: Any
    input_functions: Any


class PreparedConnection(Connection):
    """Statements and their answers are the product's; only the plan is kept."""

    def __init__(self, address: Address) -> None:
        self._prepared: dict[str, Prepared] = {}
        super().__init__(address)

    def run(self, sql: str, values: tuple[object, ...]) -> list[Row]:
        """As the product's, raising the same errors."""
        context = self._performed(sql, values)
        names = [column["name"] for column in context.columns or ()]
        return [dict(zip(names, row, strict=True)) for row in context.rows or ()]

    def _performed(self, sql: str, values: tuple[object, ...]) -> Any:
        known = self._prepared.get(sql)
        name = known.name if known else b"s%d" % len(self._prepared) + bytes(NULL_BYTE)
        context = Context(sql)
        if known is not None and known.columns is not None:
            context = Context(sql, columns=known.columns, input_funcs=known.input_functions)
        self._sock.write(self._sent(name, None if known else sql, values))
        self._sock.flush()
        self.round_trips += 1
        self.handle_messages(context)
        if known is None:
            self._prepared[sql] = Prepared(name, context.columns, context.input_funcs)
        return context

    def _sent(self, name: bytes, sql: str | None, values: tuple[object, ...]) -> bytes:
        given = b"".join(sized(value) for value in self._encoded(values))
        parse: tuple[tuple[Any, bytes], ...] = ()
        if sql is not None:
            parse = ((PARSE, name + sql.encode() + NULL_BYTE + NO_FORMATS), (DESCRIBE, STATEMENT + name))
        bodies: tuple[tuple[Any, bytes], ...] = (
            *parse,
            (BIND, UNNAMED + name + NO_FORMATS + counted(values) + given + NO_FORMATS),
            (EXECUTE, UNNAMED + i_pack(0)),
            (SYNC, b""),
        )
        return b"".join(code + i_pack(len(body) + 4) + body for code, body in bodies)
