"""What tasks wrote, each beside the step that says so: a write made twice is refused, and its run fails."""

import psycopg

WRITE = "INSERT INTO writes (run, step, token) VALUES (%(run)s, %(step)s, %(token)s)"
_TABLE = "CREATE TABLE writes (run text, step text, token text, UNIQUE (run, step))"
_TOKENS = "CREATE INDEX tokens ON writes (run) WHERE token IS NOT NULL"
_ASKED = "SELECT run, token FROM writes WHERE token IS NOT NULL"


def make_table(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(_TABLE)
        connection.execute(_TOKENS)


def tokens(database_url: str) -> dict[str, str]:
    """By the ARN of the run that waits, or has waited; none while the database is away."""
    try:
        with psycopg.connect(database_url, connect_timeout=2) as connection:
            return dict(connection.execute(_ASKED).fetchall())
    except psycopg.OperationalError:
        return {}
