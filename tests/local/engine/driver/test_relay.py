"""Runs taken from call to call on the relay's thread: as workers do it, and together."""

import json
import threading
from typing import Any

import psycopg
import pytest

from local.engine.clock import VirtualClock
from local.engine.driver.workers import Work
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, distributed, sequence, start_run
from tests.local.engine.driver.relayed_runs import PATIENCE_SECONDS, start_together, ten_calls


def test_a_run_has_the_history_that_workers_give_it(
    relayed: Bench, by_workers: list[Work], engine_database: str
) -> None:
    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert by_workers == []
    types = relayed.types(run)
    invoke = functions_in_process(relayed.functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        bench = Bench(engine, relayed.functions)
        assert bench.types(bench.start(bench.machine(ten_calls()), "again")) == types


def test_steps_that_are_ready_together_are_written_together(relayed: Bench, engine_database: str) -> None:
    names = [f"run-{number}" for number in range(8)]

    runs = start_together(relayed, relayed.machine(ten_calls()), names)

    assert {relayed.status(run) for run in runs} == {"SUCCEEDED"}
    with psycopg.connect(engine_database) as connection:
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT xmin::text) <= 10 FROM engine.steps WHERE first_id > 1"
        ).fetchone()
    assert rows == (80, True)


def test_answers_of_one_runs_branches_are_taken_one_after_the_other(relayed: Bench) -> None:
    branches = [json.loads(sequence(**{f"{n}A": call("echo"), f"{n}B": call("echo")})) for n in range(5)]
    machine = relayed.machine(sequence(Fan={"Type": "Parallel", "Branches": branches}))

    run = relayed.start(machine, text='{"load": "L-1"}')

    assert json.loads(relayed.described(run)["output"]) == [{"load": "L-1"}] * 5


def test_tokens_children_and_map_runs_go_on_as_they_do(relayed: Bench) -> None:
    child = relayed.machine(sequence(Echo=call("echo")), "child")
    each = distributed(sequence(Echo=call("echo")), ItemsPath="$.items")
    machine = relayed.machine(
        sequence(Ask=ask(ResultPath=None), Child=start_run(child, ".sync", ResultPath=None), Each=each)
    )
    run = relayed.start(machine, text='{"items": [1, 2]}')

    relayed.engine.call("SendTaskSuccess", {"taskToken": relayed.functions.tokens[0], "output": "{}"})

    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert relayed.described(run)["output"] == "[1,2]"


def test_a_run_that_left_memory_is_taken_on_by_a_worker(relayed: Bench, by_workers: list[Work]) -> None:
    relay = relayed.engine.driver._relay
    assert relay is not None
    runs = relayed.engine._folded_runs

    def forget(event: Any, _context: Any) -> Any:
        runs._runs.clear()
        return event

    relayed.functions.by_name["forget"] = forget

    run = relayed.start(relayed.machine(sequence(Forget=call("forget"), Echo=call("echo"))))

    assert relayed.status(run) == "SUCCEEDED"
    assert len(by_workers) == 1


def test_a_function_that_may_wait_is_called_by_a_worker(engine_database: str, by_workers: list[Work]) -> None:
    functions = Functions()
    with Engine(engine_database, invoke=functions_in_process(functions.by_name)) as engine:
        bench = Bench(engine, functions)

        assert bench.status(bench.start(bench.machine(ten_calls()))) == "SUCCEEDED"

    assert by_workers


def test_a_step_is_written_before_the_one_that_follows(
    relayed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, have_committed = StepPipe.send, StepPipe.have_committed
    said: list[str] = []

    def noted_send(pipe: StepPipe, steps: Any) -> None:
        said.append("sent")
        send(pipe, steps)

    def noted_commit(pipe: StepPipe) -> bool:
        committed = have_committed(pipe)
        said.extend(["committed"] if committed else [])
        return committed

    monkeypatch.setattr(StepPipe, "send", noted_send)
    monkeypatch.setattr(StepPipe, "have_committed", noted_commit)

    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert said == ["sent", "committed"] * (len(said) // 2)


def test_a_function_is_called_once_while_nothing_fails(relayed: Bench) -> None:
    calls: list[Any] = []
    relayed.functions.by_name["count"] = lambda event, _context: calls.append(event)

    relayed.start(relayed.machine(sequence(**{f"Step{number}": call("count") for number in range(6)})))

    assert len(calls) == 6


def test_who_stops_a_run_does_not_wait_for_its_end(relayed: Bench) -> None:
    otherwise = [{"ErrorEquals": ["States.ALL"], "Next": "Done"}]
    endless = {"Again": call("stop", Next="Again", Catch=otherwise), "Done": {"Type": "Succeed"}}
    machine = relayed.machine(json.dumps({"StartAt": "Again", "States": endless}))
    calls: list[Any] = []
    stopping: list[threading.Thread] = []

    def stop(event: Any, _context: Any) -> Any:
        calls.append(event)
        if len(calls) == 5:
            arn = relayed.engine.call("ListExecutions", {"stateMachineArn": machine})["executions"][0]
            request = {"executionArn": arn["executionArn"]}
            stopping.append(threading.Thread(target=relayed.engine.call, args=("StopExecution", request)))
            stopping[0].start()
        return event

    relayed.functions.by_name["stop"] = stop

    run = relayed.start(machine)

    stopping[0].join(PATIENCE_SECONDS)
    assert relayed.status(run) == "ABORTED"
    assert relayed.types(run)[-1] == "ExecutionAborted"
    assert relayed.types(run).count("LambdaFunctionSucceeded") <= len(calls)


def test_a_function_in_workers_is_called_once_the_step_before_is_written(engine_database: str) -> None:
    seen: list[int] = []

    def look(event: Any, _context: Any) -> Any:
        with psycopg.connect(engine_database) as connection:
            row = connection.execute("SELECT count(*) FROM engine.steps").fetchone()
        seen.append(row[0] if row else -1)
        return event

    functions = Functions({"look": look})
    with Engine(engine_database, invoke=functions_in_process(functions.by_name)) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(sequence(**{f"Step{number}": call("look") for number in range(4)})))

    assert seen == [1, 2, 3, 4]
