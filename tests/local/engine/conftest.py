"""Engines on a database of their own: in process on a virtual clock, or served to boto3."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.store.connections import Connections
from local.engine.store.schema import ensure_schema
from local.postgres.throw_away import ThrowAwayServer
from tests.local.engine.bench import Bench, Functions, served, stepfunctions


@pytest.fixture(scope="session")
def database_of_all_tests(postgres_server: ThrowAwayServer) -> str:
    """One for the worker's tests, as making one takes longer than emptying it."""
    url = postgres_server.create_database()
    connections = Connections(url, size=1)
    ensure_schema(connections)
    connections.close()
    return url


@pytest.fixture
def engine_database(database_of_all_tests: str) -> str:
    """The URL of a database with the engine's schema and nothing in it."""
    with psycopg.connect(database_of_all_tests, autocommit=True) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'engine'").fetchall()
        names = [sql.Identifier("engine", table) for (table,) in tables]
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(names)))
        connection.execute("ALTER SEQUENCE engine.execution_ids RESTART")
    return database_of_all_tests


@pytest.fixture
def functions() -> Functions:
    return Functions()


@pytest.fixture
def bench(engine_database: str, functions: Functions) -> Iterator[Bench]:
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        yield Bench(engine, functions)


@pytest.fixture
def client(bench: Bench) -> Iterator[Any]:
    """boto3 to the bench's engine."""
    with served(bench.engine) as url:
        yield stepfunctions(url)
