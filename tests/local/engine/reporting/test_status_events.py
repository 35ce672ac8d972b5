"""Status changes on the default bus: shape, retries, crashes, cost."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from local.engine.reporting.status_delivery import StatusDelivery
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, passing, sequence
from tests.local.engine.reporting.sinks import KeptEvents

MONDAY = 1803859200000
FAILS = json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}})


@dataclass
class Told:
    bench: Bench
    bus: KeptEvents
    delivery: StatusDelivery


def engine_on(database: str, bus: KeptEvents, functions: Functions) -> Engine:
    """Its status changes are delivered when the test says so."""
    options = EngineOptions(event_bus=bus)
    invoke = functions_in_process(functions.by_name)
    return Engine(database, clock=VirtualClock(), invoke=invoke, options=options)


@pytest.fixture(autouse=True)
def delivered_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StatusDelivery, "open", lambda _delivery: None)


@pytest.fixture
def told(engine_database: str) -> Iterator[Told]:
    functions, bus = Functions(), KeptEvents()
    with engine_on(engine_database, bus, functions) as engine:
        assert engine.status_delivery
        yield Told(Bench(engine, functions), bus, engine.status_delivery)


def rows(database: str) -> int:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT count(*) FROM engine.announcements").fetchone()
    return int(row[0]) if row else 0


def test_a_run_that_starts_and_succeeds_is_told_in_awss_shape(told: Told, engine_database: str) -> None:
    machine = told.bench.machine(sequence(Ask=ask()))
    run = told.bench.start(machine, text='{"n":1}')
    told.bench.engine.advance(timedelta(seconds=2))
    token = told.bench.functions.tokens[0]
    told.bench.engine.call("SendTaskSuccess", {"taskToken": token, "output": '"done"'})

    assert told.delivery.deliver()

    first, last = told.bus.entries
    assert {name: value for name, value in first.items() if name not in {"Detail", "Time"}} == {
        "Source": "aws.states",
        "DetailType": "Step Functions Execution Status Change",
        "Resources": [run],
    }
    shared = {
        "executionArn": run,
        "stateMachineArn": machine,
        "stateMachineVersionArn": None,
        "stateMachineAliasArn": None,
        "name": "run",
        "startDate": MONDAY,
        "input": '{"n":1}',
        "inputDetails": {"included": True},
        "error": None,
        "cause": None,
        "redriveCount": 0,
        "redriveDate": None,
        "redriveStatus": "NOT_REDRIVABLE",
    }
    assert json.loads(first["Detail"]) == shared | {
        "status": "RUNNING",
        "stopDate": None,
        "output": None,
        "outputDetails": None,
        "redriveStatusReason": "Execution is RUNNING and cannot be redriven",
    }
    assert json.loads(last["Detail"]) == shared | {
        "status": "SUCCEEDED",
        "stopDate": MONDAY + 2000,
        "output": '"done"',
        "outputDetails": {"included": True},
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
    }
    assert rows(engine_database) == 0


def test_every_end_is_told(told: Told) -> None:
    bench = told.bench
    bench.start(bench.machine(FAILS, "fails"))
    bench.start(bench.machine(sequence(Ask=ask(TimeoutSeconds=1)), "times_out"))
    waits = json.loads(sequence(Ask=ask())) | {"TimeoutSeconds": 5}
    bench.start(bench.machine(json.dumps(waits), "out"))
    stopped = bench.start(bench.machine(sequence(Ask=ask()), "stopped"))
    bench.engine.call("StopExecution", {"executionArn": stopped, "error": "Cancelled", "cause": "weather"})
    bench.engine.advance(timedelta(seconds=5))

    told.delivery.deliver()

    ends = {
        detail["stateMachineArn"].rpartition(":")[2]: (detail["status"], detail["error"], detail["cause"])
        for detail in told.bus.details
        if detail["status"] != "RUNNING"
    }
    assert ends == {
        "fails": ("FAILED", "E", "C"),
        "times_out": ("FAILED", "States.Timeout", None),
        "out": ("TIMED_OUT", "States.Timeout", None),
        "stopped": ("ABORTED", "Cancelled", "weather"),
    }
    assert {d["redriveStatus"] for d in told.bus.details if d["status"] != "RUNNING"} == {"REDRIVABLE"}


def test_a_redrive_is_told_and_what_failed_before_stays_told_as_it_was(told: Told) -> None:
    run = told.bench.start(told.bench.machine(FAILS))
    told.bench.engine.advance(timedelta(minutes=1))

    told.bench.engine.call("RedriveExecution", {"executionArn": run})
    told.bench.engine.settle()
    told.delivery.deliver()

    assert [(d["status"], d["error"], d["redriveCount"], d["redriveDate"]) for d in told.bus.details] == [
        ("RUNNING", None, 0, None),
        ("FAILED", "E", 0, None),
        ("RUNNING", None, 1, MONDAY + 60_000),
        ("FAILED", "E", 1, MONDAY + 60_000),
    ]


def test_express_runs_are_not_told(told: Told) -> None:
    machine = told.bench.machine(passing(), kind="EXPRESS")
    told.bench.engine.call("StartExecution", {"stateMachineArn": machine})
    told.bench.engine.settle()

    told.delivery.deliver()

    assert told.bus.entries == []


@pytest.mark.parametrize(
    ("input_size", "output_size", "included"),
    [
        (100_000, 100_000, (True, True)),
        (130_000, 130_000, (False, True)),
        (10, 255_000, (True, False)),
        (255_000, 10, (False, True)),
    ],
)
def test_payloads_over_248_kb_are_left_out_the_input_first(
    told: Told, input_size: int, output_size: int, included: tuple[bool, bool]
) -> None:
    done = {"Type": "Pass", "Result": "o" * output_size}
    told.bench.start(told.bench.machine(sequence(Done=done)), text=f'"{"i" * input_size}"')

    told.delivery.deliver()

    detail = told.bus.details[-1]
    assert (detail["inputDetails"]["included"], detail["outputDetails"]["included"]) == included
    assert (detail["input"] is not None, detail["output"] is not None) == included
    assert all(len(entry["Detail"]) < 256 * 1024 for entry in told.bus.entries)


def test_what_the_bus_refuses_is_put_again_and_nothing_else(told: Told, engine_database: str) -> None:
    refused = {"run-3", "run-7"}
    told.bus.takes = lambda entry: json.loads(entry["Detail"])["name"] not in refused
    machine = told.bench.machine(passing())
    for number in range(10):
        told.bench.start(machine, f"run-{number}")

    first = told.delivery.deliver()
    left = rows(engine_database)
    refused.clear()
    second = told.delivery.deliver()

    assert (first, left, second, rows(engine_database)) == (False, 4, True, 0)
    assert len(told.bus.entries) == 20
    assert all(len(put) <= 10 for put in told.bus.puts)


def test_a_bus_that_is_away_loses_nothing(told: Told, engine_database: str) -> None:
    def away(_entry: Any) -> bool:
        raise ConnectionError("EventBridge is away")

    told.bus.takes = away
    told.bench.start(told.bench.machine(passing()))
    with pytest.raises(ConnectionError):
        told.delivery.deliver()

    told.bus.takes = lambda _entry: True
    told.delivery.deliver()

    assert [detail["status"] for detail in told.bus.details] == ["RUNNING", "SUCCEEDED"]
    assert rows(engine_database) == 0


def test_an_engine_that_is_killed_leaves_the_rest_to_the_next(engine_database: str) -> None:
    functions, bus = Functions(), KeptEvents()
    with engine_on(engine_database, bus, functions) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(passing()))

    with engine_on(engine_database, bus, functions) as engine:
        assert engine.status_delivery
        engine.status_delivery.deliver()

    assert [detail["status"] for detail in bus.details] == ["RUNNING", "SUCCEEDED"]


def test_a_taken_change_that_was_not_forgotten_is_put_twice(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.bench.start(told.bench.machine(passing()))
    with monkeypatch.context() as crash:
        crash.setattr(told.delivery._changes, "forget", lambda _told: None)
        told.delivery.deliver()

    told.delivery.deliver()

    assert [detail["status"] for detail in told.bus.details] == ["RUNNING", "SUCCEEDED"] * 2


def test_a_version_and_an_alias_are_named(told: Told) -> None:
    machine = told.bench.machine(passing())
    call_engine = told.bench.engine.call
    version = call_engine("PublishStateMachineVersion", {"stateMachineArn": machine})[
        "stateMachineVersionArn"
    ]
    routes = [{"stateMachineVersionArn": version, "weight": 100}]
    alias = call_engine("CreateStateMachineAlias", {"name": "live", "routingConfiguration": routes})
    told.bench.start(alias["stateMachineAliasArn"])

    told.delivery.deliver()

    detail = told.bus.details[0]
    assert (detail["stateMachineVersionArn"], detail["stateMachineAliasArn"]) == (version, f"{machine}:live")
    assert detail["stateMachineArn"] == machine


def test_a_thread_delivers_by_itself(engine_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    functions, bus = Functions(), KeptEvents()
    with engine_on(engine_database, bus, functions) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(passing()))
        pause = threading.Event()
        for _ in range(600):
            if len(bus.entries) >= 2:
                break
            pause.wait(0.05)

    assert [detail["status"] for detail in bus.details] == ["RUNNING", "SUCCEEDED"]
