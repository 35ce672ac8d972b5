"""A small pool of autocommitting Postgres connections: one statement is one transaction."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from local.engine.store.prepared import Connection


class JournalUnavailableError(Exception):
    """Postgres did not answer, so it is not known whether the last statement was committed: try again."""


class Connections:
    def __init__(self, database_url: str, size: int = 8) -> None:
        self._database_url = database_url
        self._slots = threading.BoundedSemaphore(size)
        self._idle: list[Connection] = []
        self._closed = False

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        with self._slots:
            connection = self._take()
            try:
                yield connection
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                connection.close()
                raise JournalUnavailableError(_first_line(error)) from error
            except psycopg.Error:
                self._idle.append(connection)
                raise
            except BaseException:
                connection.close()
                raise
            self._idle.append(connection)

    def close(self) -> None:
        """Nothing is written any more: work that outlives the engine must not disturb the next one."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed:
                return connection
        return self._open()

    def _open(self) -> Connection:
        if self._closed:
            raise JournalUnavailableError("the engine is closed")
        try:
            connection = Connection.connect(
                self._database_url, autocommit=True, connect_timeout=5, options="-c TimeZone=UTC"
            )
        except psycopg.OperationalError as error:
            raise JournalUnavailableError(_first_line(error)) from error
        connection.prepared_max = 200
        return connection


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
