"""Alembic's environment: run by `schemas.sql.migrate`, one transaction a run, for one service's schema."""

from importlib import import_module

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection

from schemas.sql.migrate import engine_of

LOCK = 7_302_019


def _migrate(connection: Connection, service: str) -> None:
    def only_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "schema" or name == service

    context.configure(
        connection=connection,
        target_metadata=import_module(f"schemas.sql.{service}.tables").metadata,
        version_table_schema=service,
        include_schemas=True,
        include_name=only_ours,
    )
    with context.begin_transaction():
        # Two deployments at once: the second waits, and then finds nothing to do.
        connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection.execute(text(f"create schema if not exists {service}"))
        context.run_migrations()


def run() -> None:
    """Migrate the schema that the configuration names, in the database that it names."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    service = context.config.get_main_option("service") or ""
    with engine_of(url).connect() as connection:
        _migrate(connection, service)


run()
