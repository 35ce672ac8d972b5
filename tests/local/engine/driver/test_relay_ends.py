"""Who is told what the relay has written: of ends, of changes of status, in the logs."""

import contextlib
import threading
import time
from typing import Any

import psycopg
import pytest

from local.engine.commands import ExecutionInfo, RunStatus
from local.engine.driver.patience import EngineClosedError
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from local.engine.reporting.status_events import Entry
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, sequence
from tests.local.engine.driver.relayed_runs import (
    PATIENCE_SECONDS,
    doubted,
    is_a_run_wanted,
    start_together,
    ten_calls,
)
from tests.local.engine.reporting.sinks import KeptEvents


def test_the_end_is_told_once_it_is_committed(engine_database: str) -> None:
    told: list[tuple[str, RunStatus, str]] = []
    engine: Engine

    def note(execution: ExecutionInfo, status: RunStatus) -> None:
        with psycopg.connect(engine_database) as connection:
            row = connection.execute("SELECT status FROM engine.executions").fetchone()
        told.append((execution.name, status, row[0] if row else ""))

    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(on_end=note)) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(ten_calls()))

    assert told == [("run", RunStatus.SUCCEEDED, "SUCCEEDED")]


class Impatience(Exception):
    """What somebody who is told of an end says."""


def test_who_is_told_of_the_end_may_fail(engine_database: str, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_execution: ExecutionInfo, _status: RunStatus) -> None:
        raise Impatience

    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(on_end=refuse)) as engine:
        bench = Bench(engine, functions)
        machine = bench.machine(sequence(Echo=call("echo")))

        runs = start_together(bench, machine, ["run-0", "run-1"])

        assert {bench.status(run) for run in runs} == {"SUCCEEDED"}
    assert caplog.text.count("end.untold") == 2


def test_the_end_is_told_after_a_commit_in_doubt(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    doubted(monkeypatch)
    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    options = EngineOptions(on_end=lambda execution, _status: told.append(execution.name))
    with Engine(engine_database, invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)

        assert bench.status(bench.start(bench.machine(sequence(Echo=call("echo"))))) == "SUCCEEDED"

    assert told == ["run"]


def test_status_changes_of_steps_written_together_are_told(engine_database: str) -> None:
    are_told = threading.Semaphore(0)

    def take(_entry: Entry) -> bool:
        are_told.release()
        return True

    bus = KeptEvents(take)
    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(event_bus=bus)) as engine:
        bench = Bench(engine, functions)
        start_together(bench, bench.machine(ten_calls()), ["run-0", "run-1", "run-2"])
        assert all(are_told.acquire(timeout=PATIENCE_SECONDS) for _ in range(6))

    told = [(detail["name"], detail["status"]) for detail in bus.details]
    assert sorted(told) == [(f"run-{n}", status) for n in range(3) for status in ("RUNNING", "SUCCEEDED")]


def test_nothing_is_written_once_the_logs_are_closed(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(engine_database, invoke=functions_in_process(Functions().by_name)).open()
    relay = engine.driver._relay
    assert relay is not None
    are_alive: list[bool] = []
    monkeypatch.setattr(engine.logs, "close", lambda _: are_alive.append(relay._reactor._thread.is_alive()))

    engine.close()

    assert are_alive == [False]


def test_who_waits_for_a_run_does_not_outlive_the_engine(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_sent = threading.Event()
    send = StepPipe.send

    def noted(pipe: StepPipe, steps: Any) -> None:
        send(pipe, steps)
        is_sent.set()

    monkeypatch.setattr(StepPipe, "send", noted)
    monkeypatch.setattr(StepPipe, "have_committed", lambda _pipe: False)
    functions = Functions()
    engine = Engine(engine_database, invoke=functions_in_process(functions.by_name, never_wait=True)).open()
    bench = Bench(engine, functions)
    machine = bench.machine(ten_calls())
    engine.call("StartExecution", {"stateMachineArn": machine, "name": "run"})
    assert is_sent.wait(PATIENCE_SECONDS)
    steps = engine.driver.steps
    (execution_id,) = steps.books.runs._locks

    def wait() -> None:
        with contextlib.suppress(EngineClosedError):
            steps.waits_for(execution_id, 1)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    while not is_a_run_wanted(bench):
        time.sleep(0.001)

    engine.close(timeout=0)

    waiting.join(PATIENCE_SECONDS)
    assert not waiting.is_alive()
