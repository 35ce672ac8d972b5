import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest
from botocore.config import Config

from local.functions.configuration import Configuration, FunctionConfiguration
from tests.local.functions.handlers import BROKEN, SOURCE

ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 20
FUNCTIONS = ("echo", "environment", "refuse", "sleep", "leave", "kill_itself", "large", "meet", "hidden")


@dataclass(frozen=True)
class Answer:
    status: int
    payload: Any
    error: str | None
    log: bytes


@dataclass
class RunningHost:
    """A function host in a process of its own, reached as any AWS client would."""

    process: subprocess.Popen[bytes]
    port: int
    configuration: Path
    code: Path

    def client(self) -> Any:
        return boto3.client(
            "lambda",
            endpoint_url=f"http://127.0.0.1:{self.port}",
            region_name="us-east-1",
            aws_access_key_id="000000000000",
            aws_secret_access_key="local",
            config=Config(retries={"total_max_attempts": 1}, read_timeout=60, max_pool_connections=50),
        )

    def invoke(self, name: str, event: object, **options: object) -> Answer:
        answer = self.client().invoke(FunctionName=name, Payload=json.dumps(event).encode(), **options)
        body = answer["Payload"].read()
        return Answer(
            answer["StatusCode"],
            json.loads(body) if body else None,
            answer.get("FunctionError"),
            answer.get("LogResult", "").encode(),
        )

    def configure(self, *functions: FunctionConfiguration) -> None:
        Configuration(functions={function.name: function for function in functions}).write(self.configuration)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def function(name: str, code: Path, **changes: Any) -> FunctionConfiguration:
    given: dict[str, Any] = {
        "name": name,
        "handler": f"functions.{name}",
        "timeout": 20,
        "memory": 256,
        "code": code,
        "layer": code,
        "environment": {"POWERTOOLS_SERVICE_NAME": "booking"},
    }
    return FunctionConfiguration(**{**given, **changes})


@pytest.fixture(scope="module")
def start_host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., RunningHost]]:
    hosts: list[RunningHost] = []

    def start(*options: str) -> RunningHost:
        hosts.append(_start(tmp_path_factory.mktemp("host"), options))
        return hosts[-1]

    yield start
    for host in hosts:
        host.process.send_signal(signal.SIGTERM)
        host.process.wait(10)


@pytest.fixture(scope="module")
def host(start_host: Callable[..., RunningHost]) -> RunningHost:
    return start_host()


def _start(folder: Path, options: tuple[str, ...]) -> RunningHost:
    code = folder / "code"
    code.mkdir()
    (code / "functions.py").write_text(SOURCE)
    (code / "broken.py").write_text(BROKEN)
    port = _free_port()
    command = [sys.executable, "-m", "local.functions", "--port", str(port), *(options or ("--cold",))]
    command += ["--configuration", str(folder / "functions.json"), "--logs", str(folder / "logs")]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "SECRET_OF_THE_HOST": "hidden"})
    host = RunningHost(process, port, folder / "functions.json", code)
    host.configure(
        *(function(name, code) for name in FUNCTIONS),
        function("broken", code, handler="broken.handler"),
        function("impatient", code, handler="functions.sleep", timeout=1),
    )
    _await_ready(host)
    return host


def _await_ready(host: RunningHost) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(f"http://127.0.0.1:{host.port}/health")
        except httpx.TransportError:
            assert host.process.poll() is None, "the function host ended"
        else:
            return
    pytest.fail("the function host did not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
