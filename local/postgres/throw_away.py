"""A server for tests: fast, forgetful, gone at the end."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGQUIT
from tempfile import mkdtemp
from urllib.parse import quote
from uuid import uuid4

from local.postgres import databases
from local.postgres.cluster import SUPERUSER, THROW_AWAY, Cluster, prepare
from local.supervisor import children
from local.supervisor.ports import free_port

MAINTENANCE = "postgres"
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class ThrowAwayServer:
    """A running server; every database of it belongs to one test."""

    cluster: Cluster
    port: int

    @property
    def url(self) -> str:
        return self.url_of(MAINTENANCE)

    def url_of(self, database: str) -> str:
        return self.cluster.url(self.port, database)

    def socket_url_of(self, database: str) -> str:
        """As `url_of`, over the server's Unix socket, which costs less for each statement."""
        user, folder = quote(SUPERUSER), quote(str(self.cluster.data), safe="")
        password = quote(self.cluster.password)
        return f"postgresql://{user}:{password}@/{database}?host={folder}&port={self.port}"

    def create_database(self, template: str | None = None) -> str:
        """Makes an own database, empty or a copy of `template`; returns its URL."""
        name = f"test_{uuid4().hex}"
        databases.create(self.url, name, template)
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        databases.drop(self.url, url.rsplit("/", 1)[1])


@contextmanager
def throw_away_server(home: Path) -> Iterator[ThrowAwayServer]:
    """Starts a server from `home`'s programs in a temporary folder and removes both afterwards."""
    folder = Path(mkdtemp(prefix="chain-tests-"))
    folder.chmod(0o755)
    try:
        with _running(prepare(home, folder / "data"), folder / "postgres.log") as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(cluster: Cluster, log: Path) -> Iterator[ThrowAwayServer]:
    port = free_port()
    program = children.Program(
        name="postgres",
        command=cluster.command(port, (*THROW_AWAY, f"unix_socket_directories={cluster.data}")),
        environment={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
        log=log,
        account=cluster.owner,
        stop_signal=SIGQUIT,
    )
    process = children.start(program)
    try:
        server = ThrowAwayServer(cluster, port)
        databases.wait_until_ready(server.url)
        yield server
    finally:
        children.stop(process, SIGQUIT, STOP_SECONDS)
