"""Statements sent over libpq as it is: prepared once a connection, parameters as text, one round trip.

A third of the time of `Cursor.execute`, which is what a step of a run cannot spare.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import pq

Row = tuple[bytes | None, ...]
Bound = tuple[bytes, Any]
"""A statement with `$1`, `$2` …, and its values as text; psycopg's types forget that one may be None."""
_NAMED = re.compile(r"%\((\w+)\)s|(%%)")
_DONE = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK}


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """Knows which statements its server session has prepared."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._names: dict[bytes, bytes] = {}
        self._is_committing = False

    def run(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        """Runs a statement with `%(name)s` parameters; answers its rows as text. Raises `psycopg.Error`."""
        text, values = bound(statement, parameters)
        name = self._names.get(text)
        if name is None:
            name = self._new_name()
            self._checked(self.pgconn.prepare(name, text))
            self._names[text] = name
        return _rows(self._checked(self.pgconn.exec_prepared(name, values)))

    def send_together(self, statements: Iterable[Bound]) -> None:
        """Begins to run statements in one transaction and one round trip; `have_committed` tells the end.

        From then on the connection is for this alone.
        """
        if self.pgconn.pipeline_status == pq.PipelineStatus.OFF:
            self.pgconn.enter_pipeline_mode()
        for text, values in statements:
            name = self._names.get(text)
            if name is None:
                name = self._names[text] = self._new_name()
                self.pgconn.send_prepare(name, text)
            self.pgconn.send_query_prepared(name, values)
        self.pgconn.pipeline_sync()
        self._is_committing = True

    def send_more(self) -> bool:
        """Sends what the connection took no more of, as far as it goes now; False when all is sent."""
        return self.pgconn.flush() == 1

    def have_committed(self) -> bool:
        """Reads what has come, and waits for nothing; False as well when nothing was sent.

        Raises `psycopg.Error` when one of the statements failed, so all: the connection is of no use then.
        """
        self.pgconn.consume_input()
        while self._is_committing and not self.pgconn.is_busy():
            result = self.pgconn.get_result()
            if result is None:  # between two statements
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                self._is_committing = False
                return True
            self._checked(result)
        return False

    def _new_name(self) -> bytes:
        return b"chain_%d" % len(self._names)

    def _checked(self, result: "pq.abc.PGresult") -> "pq.abc.PGresult":
        if result.status in _DONE:
            return result
        error = psycopg.errors.error_from_result(result, self.info.encoding)
        if error.sqlstate is None:
            raise psycopg.OperationalError(str(error))
        raise error


def bound(statement: str, parameters: Mapping[str, Any]) -> Bound:
    """A statement with `%(name)s` parameters as libpq takes it."""
    text, names = _numbered(statement)
    return text, [_as_text(parameters[name]) for name in names]


@lru_cache(256)
def _numbered(statement: str) -> tuple[bytes, Sequence[str]]:
    """The statement with `$1`, `$2` … and the names they stand for; `%%` is a per cent sign."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAMED.sub(number, statement).encode(), names


def _as_text(value: Any) -> bytes | None:
    """As Postgres reads it; lists and objects are JSON."""
    if isinstance(value, str):
        return value.encode()
    if value is None or isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, list | dict):
        return json.dumps(value).encode()
    return str(value).encode()


def _rows(result: "pq.abc.PGresult") -> list[Row]:
    columns = range(result.nfields)
    return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]
