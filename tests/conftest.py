"""Servers that tests share: one PostgreSQL and one emulator per worker, one database that all leave empty."""

import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from hypothesis import settings

from local.bootstrap.layout import home
from local.postgres import databases
from local.postgres.throw_away import ThrowAwayServer, throw_away_server
from local.supervisor import children
from local.supervisor.emulator import HEALTH_PATH, emulator_program
from local.supervisor.health import wait_for_http
from local.supervisor.ports import free_port

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
"""No test is about time: a busy machine, or the first use of a rule, takes as long as it takes."""


@dataclass(frozen=True)
class Emulator:
    """A running ministack: AWS's services at `url`."""

    url: str

    def client(self, service: str) -> Any:
        connect: Any = boto3.client
        return connect(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="chain",
            aws_secret_access_key="chain",
        )

    def reset(self) -> None:
        """Forgets every resource."""
        request = urllib.request.Request(f"{self.url}/_ministack/reset", method="POST")
        urllib.request.urlopen(request, timeout=30).close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[ThrowAwayServer]:
    """A real PostgreSQL 18: `.url` (maintenance), `.create_database()` gives the URL of a new one."""
    with throw_away_server(home()) as server:
        yield server


@pytest.fixture(scope="session")
def emptied_database(postgres_server: ThrowAwayServer) -> str:
    """The URL of this worker's database with all migrations applied; each test leaves it empty."""
    from schemas.sql import migrate  # noqa: PLC0415 - only tests that need the schema import Alembic

    url = postgres_server.create_database()
    migrate.upgrade(url)
    return url


@pytest.fixture
def migrated_database(emptied_database: str) -> Iterator[str]:
    """The URL of a database with all migrations applied and no rows."""
    yield emptied_database
    databases.empty(emptied_database)


@pytest.fixture
def empty_database(postgres_server: ThrowAwayServer) -> Iterator[str]:
    """The URL of a fresh database with nothing in it."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """AWS's services on a free port of this worker; resources of other tests may be there too."""
    folder = tmp_path_factory.mktemp("emulator")
    port = free_port()
    program = emulator_program(home(), port, folder, folder / "emulator.log")
    process = children.start(program)
    try:
        wait_for_http(f"http://127.0.0.1:{port}{HEALTH_PATH}", process)
        yield Emulator(f"http://127.0.0.1:{port}")
    finally:
        children.stop(process, program.stop_signal, 10)
