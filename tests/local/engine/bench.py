"""An engine at work for tests: functions in process, boto3 in front."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3
import uvicorn
from botocore.config import Config

from local.engine.api.server import application
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Function
from tests.local.engine.definitions import ROLE


@dataclass
class Functions:
    """Functions by name, in process; those that were asked with a token keep it."""

    by_name: dict[str, Function] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.by_name.setdefault("echo", lambda event, _context: event)
        self.by_name.setdefault("ask", self._ask)

    def _ask(self, event: Any, _context: Any) -> None:
        self.tokens.append(event["token"])


@dataclass
class Bench:
    """An engine at work, with shorthands for what every test does."""

    engine: Engine
    functions: Functions

    def machine(self, definition: str, name: str = "machine", kind: str = "STANDARD") -> str:
        request = {"name": name, "definition": definition, "roleArn": ROLE, "type": kind}
        arn: str = self.engine.call("CreateStateMachine", request)["stateMachineArn"]
        return arn

    def start(self, machine_arn: str, name: str = "run", text: str = "{}") -> str:
        """Starts a run and carries out all that can be done at once."""
        request = {"stateMachineArn": machine_arn, "name": name, "input": text}
        arn: str = self.engine.call("StartExecution", request)["executionArn"]
        self.engine.settle()
        return arn

    def described(self, execution_arn: str) -> dict[str, Any]:
        return self.engine.call("DescribeExecution", {"executionArn": execution_arn})

    def status(self, execution_arn: str) -> str:
        return str(self.described(execution_arn)["status"])

    def types(self, execution_arn: str) -> list[str]:
        """The types of the run's events, in order."""
        request = {"executionArn": execution_arn, "maxResults": 1000}
        return [event["type"] for event in self.engine.call("GetExecutionHistory", request)["events"]]


@contextmanager
def served(engine: Engine) -> Iterator[str]:
    """The engine's URL on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application(engine), log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@cache
def _session() -> boto3.session.Session:
    """One for all tests: it keeps the service's model, which takes longer to read than a test to run."""
    return boto3.session.Session()


def stepfunctions(url: str) -> Any:
    """Plain boto3 against the engine."""
    return _session().client(
        "stepfunctions",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(inject_host_prefix=False),
    )
