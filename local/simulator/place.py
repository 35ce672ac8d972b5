"""Where worlds are: one database for one process, emptied between worlds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from lambdas.shared.postgres_address import parse_address
from local.simulator.prepared import PreparedConnection

TABLES = """
    SELECT schemaname, tablename FROM pg_tables
    WHERE schemaname = ANY(%s) AND tablename <> 'alembic_version'
    ORDER BY schemaname, tablename
"""
LIKE_ONE_PLAN = "ALTER DATABASE {} SET plan_cache_mode = force_generic_plan"


class Place:
    """`connection` is the functions', `watching` the invariants'."""

    def __init__(self, url: str, schemas: tuple[str, ...]) -> None:
        self.url = url
        self._schemas = schemas
        self._connection: PreparedConnection | None = None
        self.watching: psycopg.Connection[tuple[Any, ...]] = psycopg.connect(url, autocommit=True)
        self.watching.prepare_threshold = 1

    @property
    def connection(self) -> PreparedConnection:
        if self._connection is None:
            self._connection = PreparedConnection(parse_address(self.url))
        return self._connection

    def reconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def clear(self) -> None:
        """Forget every row, so that the next world finds what the first one found."""
        tables = self.watching.execute(TABLES, (list(self._schemas),)).fetchall()
        if tables:
            named = sql.SQL(", ").join(sql.Identifier(*table) for table in tables)
            self.watching.execute(sql.SQL("TRUNCATE {}").format(named))

    def close(self) -> None:
        self.reconnect()
        self.watching.close()


@contextmanager
def place_at(url: str, schemas: tuple[str, ...]) -> Iterator[Place]:
    """Use a migrated database of one's own."""
    with psycopg.connect(url, autocommit=True) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL(LIKE_ONE_PLAN).format(name))
    place = Place(url, schemas)
    try:
        yield place
    finally:
        place.close()
