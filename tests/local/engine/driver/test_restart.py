"""What a new engine takes up from the journal of one that is gone."""

from datetime import timedelta
from typing import Any

import pytest

from local.engine.clock import VirtualClock
from local.engine.driver.driver import Driver
from local.engine.driver.patience import EngineClosedError
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.calls import Invoke
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.world import World
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, passing, sequence, start_run, wait


def engine_on(database: str, invoke: Invoke) -> Engine:
    """On one thread: what was not settled when it closes is lost, as in a crash."""
    return Engine(database, clock=VirtualClock(), invoke=invoke, workers=InlineWorkers())


def started(engine: Engine, machine_arn: str) -> str:
    """Starts a run and carries nothing out."""
    request = {"stateMachineArn": machine_arn, "name": "run"}
    return str(engine.call("StartExecution", request)["executionArn"])


def test_a_task_that_was_not_called_is_called(engine_database: str) -> None:
    invoke = functions_in_process(Functions().by_name)
    with engine_on(engine_database, invoke) as engine:
        run = started(engine, Bench(engine, Functions()).machine(sequence(Echo=call("echo"))))

    with engine_on(engine_database, invoke) as engine:
        engine.settle()

        assert Bench(engine, Functions()).status(run) == "SUCCEEDED"


def test_a_callback_that_was_submitted_is_not_asked_again(engine_database: str) -> None:
    functions = Functions()
    invoke = functions_in_process(functions.by_name)
    with engine_on(engine_database, invoke) as engine:
        bench = Bench(engine, functions)
        run = bench.start(bench.machine(sequence(Ask=ask())))

    with engine_on(engine_database, invoke) as engine:
        engine.settle()
        engine.call("SendTaskSuccess", {"taskToken": functions.tokens[0], "output": '"yes"'})

        assert Bench(engine, functions).described(run)["output"] == '"yes"'
        assert len(functions.tokens) == 1


def test_branches_that_owe_a_call_are_found_behind_a_callback(engine_database: str) -> None:
    functions = Functions()
    calls: list[Any] = []
    functions.by_name["late"] = lambda event, _context: calls.append(event)
    fan = {
        "Type": "Parallel",
        "Branches": [
            {"StartAt": "Late", "States": {"Late": call("late", End=True)}},
            {"StartAt": "Ask", "States": {"Ask": ask(End=True)}},
        ],
    }
    order = iter([1, *[0] * 100])
    workers = InlineWorkers(lambda _count: next(order))
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, workers=workers) as engine:
        bench = Bench(engine, functions)
        run = started(engine, bench.machine(sequence(Fan=fan)))
        workers.run_next()
        assert (len(functions.tokens), calls) == (1, [])

    with engine_on(engine_database, invoke) as engine:
        engine.settle()
        engine.call("SendTaskSuccess", {"taskToken": functions.tokens[0], "output": "{}"})
        engine.settle()

        assert Bench(engine, functions).status(run) == "SUCCEEDED"
        assert (len(functions.tokens), len(calls)) == (1, 1)


def test_a_childs_end_that_its_parent_did_not_hear_is_told(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = Functions()
    invoke = functions_in_process(functions.by_name)
    with monkeypatch.context() as crash, engine_on(engine_database, invoke) as engine:
        crash.setattr(World, "ended", lambda _world, _execution_id: None)
        bench = Bench(engine, functions)
        child = bench.machine(sequence(Ask=ask()), "child")
        run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))
        engine.call("SendTaskSuccess", {"taskToken": functions.tokens[0], "output": "{}"})
        engine.settle()
        assert bench.status(run) == "RUNNING"

    with engine_on(engine_database, invoke) as engine:
        engine.settle()

        assert Bench(engine, functions).status(run) == "SUCCEEDED"


def test_a_child_that_its_parent_does_not_know_of_is_found_by_its_name(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoke = functions_in_process(Functions().by_name)
    with monkeypatch.context() as crash, engine_on(engine_database, invoke) as engine:
        deliver = Driver.deliver
        crash.setattr(Driver, "deliver", lambda *_arguments: None)
        bench = Bench(engine, Functions())
        child = bench.machine(passing(), "child")
        run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))
        crash.setattr(Driver, "deliver", deliver)

    with engine_on(engine_database, invoke) as engine:
        engine.settle()
        bench = Bench(engine, Functions())

        assert bench.status(run) == "SUCCEEDED"
        assert len(engine.call("ListExecutions", {"stateMachineArn": child})["executions"]) == 1


def test_an_engine_that_is_closed_writes_nothing_more(engine_database: str) -> None:
    invoke = functions_in_process(Functions().by_name)
    workers = InlineWorkers()
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, workers=workers) as engine:
        machine = Bench(engine, Functions()).machine(sequence(Echo=call("echo")))
        run = started(engine, machine)
        left = list(workers._waiting)

    for work in left:
        with pytest.raises(EngineClosedError):
            work()

    with engine_on(engine_database, invoke) as engine:
        assert len(Bench(engine, Functions()).types(run)) == 4


@pytest.mark.parametrize("how", ["stopped", "out of time"])
def test_a_child_that_was_given_up_is_stopped(
    engine_database: str, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    clock, invoke = VirtualClock(), functions_in_process(Functions().by_name)
    caught = [{"ErrorEquals": ["States.Timeout"], "Next": "Pause"}]
    with (
        monkeypatch.context() as killed,
        Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()) as engine,
    ):
        bench = Bench(engine, Functions())
        child = bench.machine(sequence(Pause=wait(600)), "child")
        start = start_run(child, ".sync", TimeoutSeconds=60, Catch=caught)
        run = bench.start(bench.machine(sequence(Start=start, Pause=wait(600)), "parent"))
        killed.setattr(World, "abandon", lambda _self, _execution_id, _task_id: None)
        if how == "stopped":
            engine.call("StopExecution", {"executionArn": run})
        else:
            engine.advance(timedelta(seconds=60))
        engine.settle()

    with Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()) as engine:
        engine.settle()

        (ended,) = engine.call("ListExecutions", {"stateMachineArn": child})["executions"]
        assert ended["status"] == "ABORTED"
        expected = "ABORTED" if how == "stopped" else "RUNNING"
        assert Bench(engine, Functions()).status(run) == expected


def test_a_child_that_is_waited_for_goes_on(engine_database: str) -> None:
    clock, invoke = VirtualClock(), functions_in_process(Functions().by_name)
    with Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()) as engine:
        bench = Bench(engine, Functions())
        child = bench.machine(sequence(Pause=wait(600)), "child")
        run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))

    with Engine(engine_database, clock=clock, invoke=invoke, workers=InlineWorkers()) as engine:
        engine.settle()
        engine.advance(timedelta(seconds=600))

        assert Bench(engine, Functions()).status(run) == "SUCCEEDED"
        assert len(engine.call("ListExecutions", {"stateMachineArn": child})["executions"]) == 1
