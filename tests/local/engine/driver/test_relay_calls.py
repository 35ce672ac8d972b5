"""Calls that the relay makes to a host of functions which misbehaves: no run is forgotten."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from local.engine.engine import Engine, EngineOptions, Sizes
from local.engine.integrations.clients import Services
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, sequence

PATIENCE_SECONDS = 20.0
BY_NAME = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}


@dataclass
class Host:
    """Listens, and answers nothing by itself; keeps its connections."""

    listener: socket.socket
    connections: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def hear(self) -> socket.socket:
        """The next connection, once its request has begun."""
        connection, _ = self.listener.accept()
        self.connections.append(connection)
        connection.recv(65_536)
        return connection

    def fill(self) -> None:
        """From then on nobody is connected."""
        self.listener.listen(0)
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(self.listener.getsockname())
            self.connections.append(waiting)

    def end(self) -> None:
        for each in (self.listener, *self.connections):
            each.close()


@pytest.fixture
def host() -> Iterator[Host]:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(PATIENCE_SECONDS)
    host = Host(listener)
    yield host
    host.end()


@contextmanager
def engine_at(host: Host, database: str, workers: int = 8) -> Iterator[Bench]:
    options = EngineOptions(Services(endpoints={"lambda": host.url}), sizes=Sizes(workers=workers))
    with Engine(database, options=options) as engine:
        yield Bench(engine, Functions())


def begin(bench: Bench, machine: str, name: str) -> str:
    request = {"stateMachineArn": machine, "name": name}
    return str(bench.engine.call("StartExecution", request)["executionArn"])


def test_calls_that_wait_for_their_turn_are_made_when_the_host_is_gone(
    engine_database: str, host: Host
) -> None:
    with engine_at(host, engine_database, workers=1) as bench:
        machine = bench.machine(sequence(Call=call("echo")))
        runs = [begin(bench, machine, f"run-{number}") for number in range(4)]
        host.hear()

        host.end()

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert {bench.described(run)["error"] for run in runs} == {"Lambda.SdkClientException"}


def test_an_answer_that_cannot_be_read_fails_the_task(engine_database: str, host: Host) -> None:
    with engine_at(host, engine_database) as bench:
        state = BY_NAME | {"Parameters": {"FunctionName": "echo", "Payload": {}}}
        run = begin(bench, bench.machine(sequence(Call=state)), "run")

        host.hear().sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nno JSON!")

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert bench.described(run)["error"] == "States.TaskFailed"


def test_a_host_that_accepts_nobody_keeps_nobody_else_waiting(engine_database: str, host: Host) -> None:
    host.fill()
    is_free = threading.Event()
    with engine_at(host, engine_database) as bench:
        begin(bench, bench.machine(sequence(Call=call("echo"))), "run")
        relay = bench.engine.driver._relay
        assert relay is not None

        relay._reactor.submit(is_free.set)

        assert is_free.wait(PATIENCE_SECONDS)
        host.end()
