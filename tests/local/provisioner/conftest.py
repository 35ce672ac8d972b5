import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.bootstrap import layout
from local.bootstrap.installer import find_uv
from local.postgres.throw_away import ThrowAwayServer
from local.provisioner.building import build_all
from local.provisioner.platform import Endpoints, Platform
from local.supervisor.health import wait_for_http
from local.supervisor.ports import free_port
from tests.conftest import Emulator
from tests.local.provisioner.sample import write_sample


@dataclass(frozen=True)
class Workshop:
    """Running processes, and a repository and home in which to provision the sample service on them."""

    root: Path
    home: Path
    endpoints: Endpoints

    def provision(self) -> Platform:
        return build_all(self.home, self.endpoints, lambda _: None, self.root)

    def client(self, service: str) -> Any:
        connect: Any = boto3.client
        return connect(
            service,
            endpoint_url=self.endpoints.states if service == "stepfunctions" else self.endpoints.aws,
            region_name="us-east-1",
            aws_access_key_id="000000000000",
            aws_secret_access_key="local",
        )


@pytest.fixture(scope="module")
def workshop(
    tmp_path_factory: pytest.TempPathFactory, emulator: Emulator, postgres_server: ThrowAwayServer
) -> Iterator[Workshop]:
    folder = tmp_path_factory.mktemp("workshop")
    with (
        with_uv(),
        postgres_database(postgres_server) as database,
        functions(folder / "home") as functions_url,
    ):
        options = ["--database-url", database, "--endpoint", emulator.url, "--lambda-endpoint", functions_url]
        with program("local.engine", *options) as states:
            endpoints = Endpoints(
                aws=emulator.url,
                states=states,
                functions=functions_url,
                fmcsa="http://127.0.0.1:9",
                database=database,
            )
            yield Workshop(write_sample(folder / "root"), folder / "home", endpoints)


@contextmanager
def with_uv() -> Iterator[None]:
    """uv from the repository's own home, when the machine has none on its PATH."""
    uv = find_uv(layout.home())
    if uv is None:
        pytest.skip("no uv on this machine: run `make test`, which sets it up")
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{Path(uv).parent}{os.pathsep}{before}"
    yield
    os.environ["PATH"] = before


@contextmanager
def postgres_database(server: ThrowAwayServer) -> Iterator[str]:
    url = server.create_database()
    yield url
    server.drop_database(url)


@contextmanager
def functions(home: Path) -> Iterator[str]:
    configuration, logs = str(home / "run" / "functions.json"), str(home / "log")
    with program("local.functions", "--cold", "--configuration", configuration, "--logs", logs) as url:
        yield url


@contextmanager
def program(module: str, *options: str) -> Iterator[str]:
    """Runs one of our programs on a free port; gives its URL."""
    port = free_port()
    command = [sys.executable, "-m", module, "--port", str(port), *options]
    process = subprocess.Popen(command, cwd=layout.ROOT)
    try:
        wait_for_http(f"http://127.0.0.1:{port}/health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
