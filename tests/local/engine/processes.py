"""Real processes for the engine's crash tests: the engine itself, a function host's stand-in, PostgreSQL."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from local.bootstrap.layout import home
from local.postgres import databases
from local.postgres.cluster import Cluster, prepare
from local.supervisor import children
from local.supervisor.health import wait_for_http
from local.supervisor.ports import free_port

ROOT = Path(__file__).parents[3]


@dataclass
class FunctionHost:
    """Answers Lambda's Invoke API from this process; `calls` are the names, in order."""

    answer: Callable[[str, Any], Any] = field(default=lambda _name, event: event)
    calls: list[str] = field(default_factory=list)
    url: str = ""

    def called(self, name: str, event: Any) -> Any:
        self.calls.append(name)
        return self.answer(name, event)


def answered(host: FunctionHost, name: str, event: Any) -> tuple[bytes, bool]:
    """The function's answer as Lambda sends it, and whether the function failed."""
    try:
        return json.dumps(host.called(name, event)).encode(), False
    except Exception as error:  # noqa: BLE001 -- whatever a function raises is its answer
        described = {"errorType": type(error).__name__, "errorMessage": str(error)}
        return json.dumps(described).encode(), True


@contextmanager
def function_host(host: FunctionHost) -> Iterator[FunctionHost]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            name = self.path.split("/")[3].split("function%3A")[-1]
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer, failed = answered(host, name, json.loads(body))
            try:
                self.send_response_only(200)  # without the date, which a history would show
                if failed:
                    self.send_header("X-Amz-Function-Error", "Unhandled")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *_: object) -> None:
            """A killed engine's connections break: that is what the tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class EngineProcess:
    """`python -m local.engine` on a free port, or another `module` that takes its arguments."""

    database_url: str
    lambda_endpoint: str
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    endpoint: str | None = None
    module: str = "local.engine"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", self.module, "--database-url", self.database_url]
        command += ["--port", str(self.port), "--lambda-endpoint", self.lambda_endpoint]
        command += ["--endpoint", self.endpoint] if self.endpoint else []
        program = children.Program("engine", command, dict(os.environ), self.log, directory=ROOT)
        self.process = children.start(program, with_us=False)  # which forks safely beside other threads
        wait_for_http(f"{self.url}/health", self.process)

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


@dataclass
class RestartablePostgres:
    """A server of one test's own, whose commits survive an immediate shutdown."""

    cluster: Cluster
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return self.cluster.url(self.port, "postgres")

    def start(self) -> None:
        environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
        command = self.cluster.command(self.port, ("fsync=off",))
        program = children.Program(
            "postgres", command, environment, self.log, self.cluster.owner, signal.SIGQUIT
        )
        self.process = children.start(program, with_us=False)  # which forks safely beside other threads
        databases.wait_until_ready(self.url)

    def stop(self) -> None:
        """At once: every connection is cut."""
        assert self.process is not None
        children.stop(self.process, signal.SIGQUIT, 10)


@contextmanager
def restartable_postgres(folder: Path) -> Iterator[RestartablePostgres]:
    server = RestartablePostgres(prepare(home(), folder / "data"), folder / "postgres.log")
    server.start()
    try:
        yield server
    finally:
        server.stop()
