"""A run that goes ahead is ended from outside: stopped, timed out, its history full, or its engine closed."""

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from local.engine.commands import SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call
from tests.local.engine.driver.relayed_runs import PATIENCE_SECONDS, notice_commits_late

HOLD = "INSERT INTO holds (load) VALUES (%(load)s)"
Holds = Callable[[], set[str]]


def counting(to: int, **members: Any) -> str:
    """Holds 0, 1, 2 … one after the other."""
    again = {"Variable": "$.n", "NumericLessThan": to, "Next": "Hold"}
    states = {
        "Hold": call("hold", Next="More"),
        "More": {"Type": "Choice", "Choices": [again], "Default": "Done"},
        "Done": {"Type": "Succeed"},
    }
    return json.dumps({"StartAt": "Hold", "States": states} | members)


def begin(bench: Bench, machine: str) -> str:
    request = {"stateMachineArn": machine, "name": "run", "input": '{"n":0}'}
    return str(bench.engine.call("StartExecution", request)["executionArn"])


@pytest.fixture
def is_ahead() -> threading.Event:
    """Whether the run has held a hundred."""
    return threading.Event()


@pytest.fixture
def hold(functions: Functions, is_ahead: threading.Event) -> None:
    def function(event: Any, _context: Any) -> Committing:
        if event["n"] == 100:
            is_ahead.set()
        return Committing({"n": event["n"] + 1}, SqlWrite(HOLD, {"load": str(event["n"])}))

    functions.by_name["hold"] = function


@pytest.mark.usefixtures("hold")
def test_a_run_that_goes_ahead_is_stopped(relayed: Bench, is_ahead: threading.Event, holds: Holds) -> None:
    run = begin(relayed, relayed.machine(counting(100_000)))
    assert is_ahead.wait(PATIENCE_SECONDS)

    relayed.engine.call("StopExecution", {"executionArn": run})

    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert relayed.status(run) == "ABORTED"
    assert holds() == {str(number) for number in range(len(holds()))}


@pytest.mark.usefixtures("hold")
def test_a_run_that_goes_ahead_times_out(
    relayed: Bench, holds: Holds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.engine.core.turn.HISTORY_LIMIT", 10_000_000)

    run = begin(relayed, relayed.machine(counting(10_000_000, TimeoutSeconds=1)))

    end = time.monotonic() + PATIENCE_SECONDS
    while relayed.status(run) == "RUNNING" and time.monotonic() < end:
        time.sleep(0.01)
    assert relayed.status(run) == "TIMED_OUT"
    assert holds() == {str(number) for number in range(len(holds()))}


@pytest.mark.usefixtures("hold")
@pytest.mark.parametrize("limit", range(60, 67))  # each place of a step's events
def test_a_run_that_goes_ahead_fails_at_the_last_event_that_fits(
    relayed: Bench, holds: Holds, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    for module in ("turn", "ending"):
        monkeypatch.setattr(f"local.engine.core.{module}.HISTORY_LIMIT", limit)
    notice_commits_late(monkeypatch)

    run = begin(relayed, relayed.machine(counting(1000)))

    assert relayed.engine.settle(PATIENCE_SECONDS)
    types = relayed.types(run)
    assert (len(types), types[-1]) == (limit, "ExecutionFailed")
    assert len(holds()) == types.count("LambdaFunctionSucceeded")


@pytest.mark.usefixtures("hold")
@pytest.mark.parametrize("timeout", [0.0, 0.05])
def test_the_next_engine_takes_a_run_on_that_went_ahead_at_the_end(
    engine_database: str, functions: Functions, is_ahead: threading.Event, holds: Holds, timeout: float
) -> None:
    invoke = functions_in_process(functions.by_name, never_wait=True)
    engine = Engine(engine_database, invoke=invoke).open()
    bench = Bench(engine, functions)
    run = begin(bench, bench.machine(counting(2000)))
    assert is_ahead.wait(PATIENCE_SECONDS)

    engine.close(timeout)

    assert engine.driver.steps.books.runs._locks == {}
    assert 0 < len(holds()) < 2000
    with Engine(engine_database, invoke=invoke) as successor:
        assert successor.settle(PATIENCE_SECONDS)
        assert Bench(successor, functions).status(run) == "SUCCEEDED"
        assert len(holds()) == 2000
