"""ministack: its own Step Functions and its own Lambda workers, in a process of its own."""

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import botocore.session

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import FUNCTION, definition, first_event

ROLE = "arn:aws:iam::000000000000:role/bench"
POLL_SECONDS = 0.01
READY_SECONDS = 60


def main() -> None:
    given = configuration()
    port = _free_port()
    environment = {
        **os.environ,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "LAMBDA_EXECUTOR": "local",
        "DOCKER_HOST": "tcp://127.0.0.1:9",
        "TMPDIR": given["folder"],
        "PERSIST_STATE": "0",
    }
    server = subprocess.Popen([sys.executable, "-m", "ministack"], env=environment, stdout=2)
    try:
        _wait(f"http://127.0.0.1:{port}/_ministack/health")
        serve(in_threads(_runner(port, given)))
    finally:
        server.kill()


def _runner(port: int, given: dict[str, Any]) -> Callable[[str], None]:
    clients = _clients(port)
    functions, states = clients("lambda"), clients("stepfunctions")
    function = functions.create_function(
        FunctionName=FUNCTION,
        Runtime="python3.11",
        Handler=given["handler"],
        Role=ROLE,
        Timeout=30,
        Code={"ZipFile": _zipped(Path(given["code"]))},
        Environment={"Variables": {"DATABASE_URL": given["database_url"]}},
    )
    machine = states.create_state_machine(
        name="bench", definition=definition(function["FunctionArn"]), roleArn=ROLE
    )

    def run(name: str) -> None:
        started = states.start_execution(
            stateMachineArn=machine["stateMachineArn"], name=name, input=json.dumps(first_event(name))
        )
        while True:
            status = states.describe_execution(executionArn=started["executionArn"])["status"]
            if status == "SUCCEEDED":
                return
            if status != "RUNNING":
                raise RuntimeError(f"{name} ended {status}")
            time.sleep(POLL_SECONDS)

    return run


def _clients(port: int) -> Callable[[str], Any]:
    session = botocore.session.get_session()
    return lambda service: session.create_client(
        service,
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",  # noqa: S106 -- any will do
    )


def _zipped(folder: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                archive.write(file, file.relative_to(folder))
    return content.getvalue()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 -- our own URL
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


if __name__ == "__main__":
    main()
