"""A map run outlives the engine that began it: nothing is left out, and nothing that ended runs again."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from local.engine.clock import VirtualClock
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.map_runs.running import MapRunning
from local.engine.store.map_items import MapItems
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, distributed, passing, sequence


@contextmanager
def engine(database: str, functions: Functions) -> Iterator[Bench]:
    """An engine that does only what it is asked to; at its end it forgets all work, as a killed one."""
    invoke = functions_in_process(functions.by_name)
    with Engine(database, clock=VirtualClock(), invoke=invoke, workers=InlineWorkers()) as running:
        yield Bench(running, functions)


def begin(bench: Bench, state: dict[str, Any], given: Any) -> str:
    machine = bench.machine(sequence(Each=state))
    request = {"stateMachineArn": machine, "name": "run", "input": json.dumps(given)}
    arn: str = bench.engine.call("StartExecution", request)["executionArn"]
    return arn


def work(bench: Bench, pieces: int) -> None:
    """Carries out so many pieces of the work that waits."""
    workers = bench.engine._workers
    assert isinstance(workers, InlineWorkers)
    for _ in range(pieces):
        workers.run_next()


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
@pytest.mark.parametrize("pieces", [0, 1, 2, 3, 5, 8, 13])
def test_an_engine_killed_at_any_point_is_followed_by_one_that_ends_the_run(
    engine_database: str, functions: Functions, kind: str, pieces: int
) -> None:
    functions.by_name["double"] = lambda event, _context: event * 2
    with engine(engine_database, functions) as killed:
        run = begin(
            killed, distributed(sequence(Double=call("double")), kind, MaxConcurrency=2), [1, 2, 3, 4]
        )
        work(killed, pieces)

    with engine(engine_database, functions) as successor:
        successor.engine.settle()

        assert json.loads(successor.described(run)["output"]) == [2, 4, 6, 8]
        assert successor.types(run).count("MapRunSucceeded") == 1


def test_children_that_wait_are_counted_again(engine_database: str, functions: Functions) -> None:
    with engine(engine_database, functions) as killed:
        run = begin(killed, distributed(sequence(Ask=ask()), MaxConcurrency=2), [1, 2, 3])
        killed.engine.settle()

    with engine(engine_database, functions) as successor:
        successor.engine.settle()
        before = len(functions.tokens)
        for _ in range(3):
            token = functions.tokens.pop(0)
            successor.engine.call("SendTaskSuccess", {"taskToken": token, "output": "0"})
            successor.engine.settle()

        assert before == 2
        assert json.loads(successor.described(run)["output"]) == [0, 0, 0]


def test_items_read_by_half_are_read_anew(
    engine_database: str, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        """kill -9 between two commits."""

    def first_items_only(self: MapItems, run_id: int, inputs: Any) -> int:
        whole(self, run_id, list(inputs)[:1])
        with self._connections.connection() as connection:
            connection.execute("UPDATE engine.map_runs SET child_count = NULL WHERE id = %s", (run_id,))
        raise KilledError

    whole = MapItems.put_items
    with engine(engine_database, functions) as killed:
        run = begin(killed, distributed(passing()), [1, 2, 3])
        monkeypatch.setattr(MapItems, "put_items", first_items_only)
        with pytest.raises(KilledError):
            work(killed, 1)
    monkeypatch.undo()

    with engine(engine_database, functions) as successor:
        successor.engine.settle()

        assert json.loads(successor.described(run)["output"]) == [1, 2, 3]


def test_a_parent_that_never_heard_of_the_end_is_told_again(
    engine_database: str, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MapRunning, "_go_on_and_tell", lambda self, live: self._go_on(live) and None)
    with engine(engine_database, functions) as killed:
        run = begin(killed, distributed(passing()), [1])
        killed.engine.settle()
        before = killed.status(run)
    monkeypatch.undo()

    with engine(engine_database, functions) as successor:
        successor.engine.settle()

        assert before == "RUNNING"
        assert json.loads(successor.described(run)["output"]) == [1]


def test_children_of_a_stopped_parent_are_stopped_by_the_next_engine(
    engine_database: str, functions: Functions
) -> None:
    with engine(engine_database, functions) as killed:
        run = begin(killed, distributed(sequence(Ask=ask())), [1, 2])
        killed.engine.settle()
        killed.engine.call("StopExecution", {"executionArn": run})

    with engine(engine_database, functions) as successor:
        successor.engine.settle()

        arn = successor.engine.call("ListMapRuns", {"executionArn": run})["mapRuns"][0]["mapRunArn"]
        counts = successor.engine.call("DescribeMapRun", {"mapRunArn": arn})["executionCounts"]
        assert (counts["aborted"], counts["running"]) == (2, 0)


def test_a_map_run_that_never_heard_of_its_parents_end_is_aborted_by_the_next_engine(
    engine_database: str, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(engine_database, functions) as killed:
        run = begin(killed, distributed(sequence(Ask=ask()), MaxConcurrency=1), [1, 2])
        killed.engine.settle()
        monkeypatch.setattr(MapRunning, "abort", lambda _self, _execution_id, _task_id: None)
        killed.engine.call("StopExecution", {"executionArn": run})
    monkeypatch.undo()

    with engine(engine_database, functions) as successor:
        successor.engine.settle()

        arn = successor.engine.call("ListMapRuns", {"executionArn": run})["mapRuns"][0]["mapRunArn"]
        described = successor.engine.call("DescribeMapRun", {"mapRunArn": arn})
        assert described["status"] == "ABORTED"
        assert (described["executionCounts"]["aborted"], described["executionCounts"]["pending"]) == (1, 1)


def test_a_run_stopped_before_its_map_run_began_starts_no_child(
    engine_database: str, functions: Functions
) -> None:
    with engine(engine_database, functions) as bench:
        run = begin(bench, distributed(passing()), [1])
        bench.engine.call("StopExecution", {"executionArn": run})
        bench.engine.settle()

        arn = bench.engine.call("ListMapRuns", {"executionArn": run})["mapRuns"][0]["mapRunArn"]
        described = bench.engine.call("DescribeMapRun", {"mapRunArn": arn})
        assert (described["status"], described["executionCounts"]["total"]) == ("ABORTED", 0)
