"""PostgreSQL for a bench: durable settings, a database for each contestant, gone at the end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGQUIT
from tempfile import gettempdir, mkdtemp
from time import perf_counter

import psycopg

from local.bench.workload import STEP_SECONDS, TABLE
from local.bootstrap.layout import home
from local.postgres import databases
from local.postgres.cluster import Cluster, prepare
from local.supervisor import children
from local.supervisor.ports import free_port

_SYNCS = 100


@dataclass(frozen=True)
class BenchServer:
    cluster: Cluster
    port: int

    @property
    def url(self) -> str:
        return self.cluster.url(self.port, "postgres")

    def database(self, name: str) -> str:
        """Makes a database with the table of the writes; answers its URL."""
        databases.create(self.url, name)
        url = self.cluster.url(self.port, name)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(TABLE)
        return url

    def commits(self) -> int:
        """How many transactions have written something so far, in all databases."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        assert row is not None
        return int(row[0])

    def step_seconds(self, name: str, batch: str) -> list[float]:
        """Seconds from one step's write to the next, in every run of a batch."""
        with psycopg.connect(self.cluster.url(self.port, name)) as connection:
            rows = connection.execute(STEP_SECONDS, (batch,)).fetchall()
        return [row[0] for row in rows if row[0] is not None]


def default_folder() -> Path:
    """On a disk: what is compared is work that survives a crash, and in memory no commit does."""
    return Path(gettempdir())


@contextmanager
def bench_server(folder: Path) -> Iterator[BenchServer]:
    """A server with its data in a new folder below `folder`; fsync is on."""
    data = Path(mkdtemp(prefix="chain-bench-", dir=folder))
    data.chmod(0o755)
    try:
        cluster = prepare(home(), data / "data")
        port = free_port()
        environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
        program = children.Program(
            "postgres", cluster.command(port), environment, data / "postgres.log", cluster.owner, SIGQUIT
        )
        process = children.start(program)
        try:
            server = BenchServer(cluster, port)
            databases.wait_until_ready(server.url)
            yield server
        finally:
            children.stop(process, SIGQUIT, 10)
    finally:
        shutil.rmtree(data, ignore_errors=True)


def sync_seconds(folder: Path) -> float:
    """The median of how long the folder's disk takes to make 8 KB durable."""
    file = folder / f".chain-bench-{os.getpid()}"
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        return sorted(_one_sync(descriptor, number) for number in range(_SYNCS))[_SYNCS // 2]
    finally:
        os.close(descriptor)
        file.unlink()


def _one_sync(descriptor: int, number: int) -> float:
    os.pwrite(descriptor, bytes(8192), number * 8192)
    started = perf_counter()
    os.fdatasync(descriptor)
    return perf_counter() - started
