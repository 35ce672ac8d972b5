"""A function's database: connects on first use, keeps the connection warm, names its errors."""

import threading
from collections.abc import Callable, Mapping

from pg8000.exceptions import (  # type: ignore[import-untyped]  # pg8000 ships no types
    DatabaseError,
    InterfaceError,
)

from lambdas.shared.errors import (
    ConstraintViolated,
    DatabaseUnavailable,
    RejectedError,
    RetryableError,
    StatementRefused,
    TransactionConflict,
)
from lambdas.shared.postgres_address import parse_address
from lambdas.shared.postgres_connection import Connection, Row
from lambdas.shared.postgres_sign_in import entering
from lambdas.shared.statements import Statement

CONFLICT_STATES = ("40001", "40P01")
UNAVAILABLE_CLASSES = ("08", "53", "57", "58", "28", "25", "XX")
CONFLICT_TRIES = 3


class Database:
    """Runs statements, each a transaction of its own and one round trip, one connection a thread.

    `url` is called at each connect, so that a rotated secret is read again, and IAM's tokens are made there.
    """

    def __init__(self, url: Callable[[], str]) -> None:
        self._url = url
        self._local = threading.local()

    def execute(self, statement: Statement, parameters: Mapping[str, object]) -> list[Row]:
        """Run a statement and return its rows by column name.

        Values: None, bool, int, str, Decimal, UUID, aware datetime, list (array), dict or Json (jsonb).
        Raises DatabaseUnavailable (it may or may not have been written), TransactionConflict (it was not,
        three times), ConstraintViolated or StatementRefused.
        """
        values = statement.values(parameters)
        for _ in range(CONFLICT_TRIES - 1):
            try:
                return self._run(statement, values)
            except TransactionConflict:
                continue
        return self._run(statement, values)

    @property
    def round_trips(self) -> int:
        """Statements that this thread has sent and waited for since the Database was made."""
        return self._counted + (0 if self._connection is None else self._connection.round_trips)

    def close(self) -> None:
        """Close this thread's connection; the next statement opens another."""
        connection, self._local.connection = self._connection, None
        if connection is None:
            return
        self._local.counted = self._counted + connection.round_trips
        try:
            connection.close()
        except (InterfaceError, OSError, ValueError):
            return

    def _run(self, statement: Statement, values: tuple[object, ...]) -> list[Row]:
        connection = self._connected()
        try:
            return connection.run(statement.sql, values)
        except DatabaseError as error:
            raise _named(statement, error) from error
        except (InterfaceError, OSError) as error:
            self.close()
            message = f"Postgres went away during {statement.name}: try again"
            raise DatabaseUnavailable(message) from error
        except BaseException:
            # An answer that was not read to its end would be taken for the next statement's.
            self.close()
            raise

    def _connected(self) -> Connection:
        if self._connection is not None and self._connection.is_stale():
            self.close()
        if self._connection is None:
            self._local.connection = _connect(self._url())
        return self._local.connection  # type: ignore[no-any-return]  # threading.local has no types

    @property
    def _connection(self) -> Connection | None:
        return getattr(self._local, "connection", None)

    @property
    def _counted(self) -> int:
        return getattr(self._local, "counted", 0)


def _connect(url: str) -> Connection:
    address = parse_address(url)
    try:
        return Connection(entering(address))
    except (DatabaseError, InterfaceError, OSError) as error:
        message = f"cannot connect to Postgres at {address.host}:{address.port} as {address.user}: {error}"
        raise DatabaseUnavailable(message) from error


def _named(statement: Statement, error: DatabaseError) -> RetryableError | RejectedError:
    fields: dict[str, str] = error.args[0]
    state, text = fields.get("C", ""), fields.get("M", str(error))
    message = f"{statement.name}: {text} ({state})"
    if state in CONFLICT_STATES:
        return TransactionConflict(message)
    if state.startswith(UNAVAILABLE_CLASSES):
        return DatabaseUnavailable(message)
    if state.startswith("23"):
        return ConstraintViolated(message, state, fields.get("n", ""))
    return StatementRefused(message, state)
