"""Alembic's environment: run by `schemas.sql.migrate` and by the alembic command, one transaction a run."""

from alembic import context
from sqlalchemy import create_engine, pool, text
from sqlalchemy.engine import Connection

from schemas.sql.migrate import sqlalchemy_url
from schemas.sql.tables import SCHEMA, metadata

LOCK = 7_302_019


def _only_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name == SCHEMA


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=_only_ours,
    )
    with context.begin_transaction():
        # Two deployments at once: the second waits, and then finds nothing to do.
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"create schema if not exists {SCHEMA}"))
        context.run_migrations()


def run() -> None:
    """Migrate the database that the configuration names."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(sqlalchemy_url(url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        _migrate(connection)


run()
