"""Timers: by a virtual clock, by the system's, after a restart."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.engine.clock import SystemClock, VirtualClock
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine, NotVirtualError
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, sequence, wait

START = datetime(2027, 3, 1, tzinfo=UTC)


def test_ten_days_pass_at_once_on_a_clock_that_moves_itself(engine_database: str) -> None:
    done = threading.Event()
    functions = functions_in_process({"done": lambda _event, _context: done.set()})
    with Engine(engine_database, clock=VirtualClock(START, auto=True), invoke=functions) as engine:
        bench = Bench(engine, Functions())
        machine = bench.machine(sequence(Pause=wait(864_000), Done=call("done")))

        run = bench.start(machine)
        assert done.wait(10)
        engine.settle()

        described = bench.described(run)
        assert described["stopDate"] - described["startDate"] == 864_000


def test_timers_fire_in_the_order_they_are_due(bench: Bench) -> None:
    passed: list[int] = []
    bench.functions.by_name["note"] = lambda event, _context: passed.append(event["seconds"])
    machine = bench.machine(sequence(Pause={"Type": "Wait", "SecondsPath": "$.seconds"}, Note=call("note")))
    for seconds in (300, 100, 200):
        bench.start(machine, f"run-{seconds}", f'{{"seconds":{seconds}}}')

    due = [bench.engine.jump() for _ in range(4)]

    assert passed == [100, 200, 300]
    assert due == [START + timedelta(seconds=seconds) for seconds in (100, 200, 300)] + [None]


def test_a_timer_keeps_its_time_over_a_restart(engine_database: str) -> None:
    clock, functions = VirtualClock(START), Functions()
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=clock, invoke=invoke) as engine:
        bench = Bench(engine, functions)
        run = bench.start(bench.machine(sequence(Ask=ask(HeartbeatSeconds=100))))
        engine.advance(timedelta(seconds=60))
        engine.call("SendTaskHeartbeat", {"taskToken": functions.tokens[0]})

    with Engine(engine_database, clock=clock, invoke=invoke) as engine:
        bench = Bench(engine, functions)
        engine.advance(timedelta(seconds=99))
        before = bench.status(run)
        engine.advance(timedelta(seconds=1))

        assert before == "RUNNING"
        assert bench.status(run) == "FAILED"
        assert len(functions.tokens) == 1


def test_the_systems_clock_fires_too(engine_database: str) -> None:
    done = threading.Event()
    functions = functions_in_process({"done": lambda _event, _context: done.set()})
    with Engine(engine_database, clock=SystemClock(), invoke=functions) as engine:
        bench = Bench(engine, Functions())

        bench.start(bench.machine(sequence(Pause=wait(1), Done=call("done"))))

        assert done.wait(10)
        engine.settle()


def test_only_a_virtual_clock_can_be_moved(engine_database: str) -> None:
    with Engine(engine_database) as engine, pytest.raises(NotVirtualError):
        engine.advance(timedelta(seconds=1))


def test_on_one_thread_nothing_happens_until_told(engine_database: str) -> None:
    functions = Functions()
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, workers=InlineWorkers()) as engine:
        bench = Bench(engine, functions)
        before = threading.active_count()
        machine = bench.machine(sequence(Pause=wait(60), Ask=ask(), Echo=call("echo")))
        request: dict[str, Any] = {"stateMachineArn": machine, "name": "run"}
        run = engine.call("StartExecution", request)["executionArn"]

        engine.advance(timedelta(days=1))
        engine.call("SendTaskSuccess", {"taskToken": functions.tokens[0], "output": "{}"})
        waiting = bench.status(run)
        engine.settle()

        assert waiting == "RUNNING"
        assert bench.status(run) == "SUCCEEDED"
        assert threading.active_count() == before


def test_a_heartbeat_that_comes_before_its_timer_is_handled_counts(engine_database: str) -> None:
    functions, clock = Functions(), VirtualClock(START)
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()) as engine:
        bench = Bench(engine, functions)
        run = bench.start(bench.machine(sequence(Ask=ask(HeartbeatSeconds=60))))
        clock.move_to(START + timedelta(seconds=60))
        assert engine.driver.timers.fire_due() == 1

        engine.call("SendTaskHeartbeat", {"taskToken": functions.tokens[0]})
        engine.settle()
        before = bench.status(run)
        engine.advance(timedelta(seconds=60))

        assert before == "RUNNING"
        assert bench.status(run) == "FAILED"
