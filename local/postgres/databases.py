"""Databases of a running server."""

import time

import psycopg
from psycopg import sql

READY_SECONDS = 30.0
BETWEEN_TRIES_SECONDS = 0.05
CUT_OFF_OTHERS = """
    SELECT pg_terminate_backend(pid)
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
DELETE_ROWS = """
    DO $$
    DECLARE
        filled record;
    BEGIN
        SET LOCAL session_replication_role = replica;
        FOR filled IN
            SELECT schemaname, tablename FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('DELETE FROM %I.%I', filled.schemaname, filled.tablename);
        END LOOP;
    END $$
"""


class ServerSilentError(Exception):
    """The server took no connection in time."""


def answers(server_url: str) -> bool:
    """Whether a server takes our connection now."""
    try:
        psycopg.connect(server_url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def wait_until_ready(server_url: str, seconds: float = READY_SECONDS) -> None:
    """Raises ServerSilentError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not answers(server_url):
        if time.monotonic() > deadline:
            raise ServerSilentError(f"PostgreSQL took no connection within {seconds:.0f} s")
        time.sleep(BETWEEN_TRIES_SECONDS)


def create(server_url: str, name: str, template: str | None = None) -> None:
    """Makes database `name`, a copy of `template` when one is given; one that exists is left as it is."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", (name,)).fetchone():
            return
        copied = sql.SQL(" template {}").format(sql.Identifier(template)) if template else sql.SQL("")
        connection.execute(sql.SQL("create database {}{}").format(sql.Identifier(name), copied))


def drop(server_url: str, name: str) -> None:
    """Removes database `name`, whoever is connected to it."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def empty(database_url: str) -> None:
    """Removes every row but the migrations' own, after cutting off whoever else is connected."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(CUT_OFF_OTHERS)
        connection.execute(DELETE_ROWS)
