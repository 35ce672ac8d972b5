"""Databases of a running server."""

import time

import psycopg
from psycopg import sql

READY_SECONDS = 30.0
BETWEEN_TRIES_SECONDS = 0.05


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
