"""The step as a Lambda function: in Chain's workers and in ministack's, with pg8000 beside it."""

import os
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pg8000.native  # type: ignore[import-untyped]  # pg8000 has no types

WRITE = "INSERT INTO writes (run, step, at) VALUES (:run, :step, clock_timestamp()) ON CONFLICT DO NOTHING"


@cache
def _write() -> Any:
    """The write, prepared: one round trip."""
    url = urlsplit(os.environ["DATABASE_URL"])
    connection = pg8000.native.Connection(
        url.username or "",
        host=url.hostname or "",
        port=url.port or 5432,
        password=unquote(url.password or ""),
        database=url.path.strip("/"),
    )
    return connection.prepare(WRITE)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    _write().run(run=event["run"], step=event["step"])
    return {"run": event["run"], "step": event["step"] + 1}
