"""A small pool of autocommitting Postgres connections: one statement is one transaction."""

import contextlib
import threading
from types import TracebackType

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

    def connection(self) -> "Lease":
        return Lease(self)

    def close(self) -> None:
        """Nothing is written any more: work that outlives the engine must not disturb the next one."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()

    def take(self) -> Connection:
        """Waits for a free one; raises `JournalUnavailableError` when none can be opened."""
        self._slots.acquire()
        try:
            return self._usable() or self._open()
        except BaseException:
            self._slots.release()
            raise

    def apart(self, *options: str) -> Connection:
        """One that the caller keeps and closes, with server options (`name=value`).

        Raises `JournalUnavailableError`.
        """
        return self._open(*options)

    def give_back(self, connection: Connection, *, usable: bool) -> None:
        if usable and not self._closed:
            self._idle.append(connection)
        else:
            connection.close()
        self._slots.release()

    def _usable(self) -> Connection | None:
        with contextlib.suppress(IndexError):  # asked for its length, it might be emptied by others
            while True:
                connection = self._idle.pop()
                if not connection.closed:
                    return connection
        return None

    def _open(self, *options: str) -> Connection:
        if self._closed:
            raise JournalUnavailableError("the engine is closed")
        try:
            set_options = " ".join(f"-c {option}" for option in ("TimeZone=UTC", *options))
            connection = Connection.connect(
                self._database_url, autocommit=True, connect_timeout=5, options=set_options
            )
        except psycopg.OperationalError as error:
            raise JournalUnavailableError(_first_line(error)) from error
        connection.prepared_max = 200
        return connection


class Lease:
    """One connection for a `with` block; a class, because every step takes one and a generator costs more."""

    __slots__ = ("_connection", "_connections")

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def __enter__(self) -> Connection:
        self._connection = self._connections.take()
        return self._connection

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """A refused statement leaves the connection usable; after anything else nobody knows its state."""
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        usable = error is None or (isinstance(error, psycopg.Error) and not lost)
        self._connections.give_back(self._connection, usable=usable)
        if lost:
            raise JournalUnavailableError(_first_line(error)) from error


def _first_line(error: BaseException | None) -> str:
    return str(error).partition("\n")[0]
