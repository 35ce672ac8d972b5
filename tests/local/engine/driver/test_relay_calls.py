"""Calls that the relay makes to a host of functions which misbehaves: no run is forgotten."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from local.engine.engine import Engine
from local.engine.integrations.clients import Services
from local.engine.options import EngineOptions, Sizes
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
        connection.settimeout(PATIENCE_SECONDS)
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


def engine_of(host: Host, database: str, workers: int = 8) -> Engine:
    options = EngineOptions(Services(endpoints={"lambda": host.url}), sizes=Sizes(workers=workers))
    return Engine(database, options=options)


@contextmanager
def engine_at(host: Host, database: str, workers: int = 8) -> Iterator[Bench]:
    with engine_of(host, database, workers) as engine:
        yield Bench(engine, Functions())


def answer(connection: socket.socket, text: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n"
    connection.sendall((head + text).encode())


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

        answer(host.hear(), "no JSON!")

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


def test_a_call_of_a_run_that_was_stopped_changes_nothing(engine_database: str, host: Host) -> None:
    with engine_at(host, engine_database) as bench:
        run = begin(bench, bench.machine(sequence(Call=call("echo"))), "run")
        first = host.hear()
        bench.engine.call("StopExecution", {"executionArn": run})
        bench.engine.call("RedriveExecution", {"executionArn": run})
        second = host.hear()

        answer(first, '"late"')
        answer(second, '"redriven"')

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert bench.described(run)["output"] == '"redriven"'


def test_a_call_that_took_too_long_changes_nothing(engine_database: str, host: Host) -> None:
    with engine_at(host, engine_database) as bench:
        otherwise = [{"ErrorEquals": ["States.Timeout"], "Next": "Again"}]
        late = call("echo", TimeoutSeconds=1, Catch=otherwise, Next="Again")
        again = call("echo", TimeoutSeconds=60, End=True)
        definition = {"StartAt": "Late", "States": {"Late": late, "Again": again}}
        run = begin(bench, bench.machine(json.dumps(definition)), "run")
        first, second = host.hear(), host.hear()

        answer(first, '"late"')
        answer(second, '"again"')

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert bench.described(run)["output"] == '"again"'


def test_a_branch_that_fails_leaves_the_others_calls_behind(engine_database: str, host: Host) -> None:
    with engine_at(host, engine_database) as bench:
        branches = [json.loads(sequence(**{f"Call{number}": call("echo")})) for number in range(3)]
        run = begin(bench, bench.machine(sequence(Fan={"Type": "Parallel", "Branches": branches})), "run")
        calls = [host.hear() for _ in branches]

        calls[1].close()
        answer(calls[0], "1")
        answer(calls[2], "3")

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert bench.status(run) == "FAILED"


def test_a_call_that_was_pending_at_the_end_is_made_by_the_next_engine(
    engine_database: str, host: Host
) -> None:
    killed = engine_of(host, engine_database).open()
    bench = Bench(killed, Functions())
    run = begin(bench, bench.machine(sequence(Call=call("echo"))), "run")
    first = host.hear()
    killed.close(timeout=0.1)

    assert first.recv(1) == b""
    with engine_at(host, engine_database) as bench:
        answer(host.hear(), '"again"')

        assert bench.engine.settle(PATIENCE_SECONDS)
        assert bench.described(run)["output"] == '"again"'
