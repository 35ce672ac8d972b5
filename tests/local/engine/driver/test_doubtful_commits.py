"""Postgres goes away around a commit: whether it happened or not, the run goes on and calls nothing twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from local.engine.store.connections import JournalUnavailableError
from local.engine.store.postgres_journal import PostgresJournal
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, call, distributed, sequence, start_run, wait

Write = Callable[..., Any]


def lost_before(write: Write) -> Write:
    """The connection breaks before the statement arrives, at every other call."""
    calls: list[object] = []

    def stumbling(*arguments: Any) -> Any:
        calls.append(arguments)
        if len(calls) % 2:
            raise JournalUnavailableError("connection lost")
        return write(*arguments)

    return stumbling


def lost_after(write: Write) -> Write:
    """The statement is committed, then its answer is lost, at every call that wrote something new."""
    seen: set[str] = set()

    def stumbling(*arguments: Any) -> Any:
        answer = write(*arguments)
        key = repr(arguments[1:])
        if key not in seen:
            seen.add(key)
            raise JournalUnavailableError("answer lost")
        return answer

    return stumbling


@pytest.fixture(params=[lost_before, lost_after])
def stumbling_journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("append", "create"):
        monkeypatch.setattr(PostgresJournal, method, request.param(getattr(PostgresJournal, method)))
    monkeypatch.setattr("local.engine.driver.patience._FIRST_PAUSE_SECONDS", 0.0)


@pytest.mark.usefixtures("stumbling_journal")
def test_a_sequence_ends_with_every_task_called_once(bench: Bench) -> None:
    calls: list[str] = []
    bench.functions.by_name["count"] = lambda event, _context: calls.append(event["state"])
    task = call("count", Parameters={"state.$": "$$.State.Name"}, ResultPath=None)

    run = bench.start(bench.machine(sequence(First=task, Second=task, Third=task)))

    assert bench.status(run) == "SUCCEEDED"
    assert calls == ["First", "Second", "Third"]
    assert len(bench.types(run)) == 1 + 3 * 5 + 1


@pytest.mark.usefixtures("stumbling_journal")
def test_a_callback_is_accepted_once(bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Ask=ask(TimeoutSeconds=60))))

    bench.engine.call("SendTaskSuccess", {"taskToken": bench.functions.tokens[0], "output": '"yes"'})

    assert bench.described(run)["output"] == '"yes"'
    assert len(bench.functions.tokens) == 1


@pytest.mark.usefixtures("stumbling_journal")
def test_timers_fire_once(bench: Bench) -> None:
    run = bench.start(bench.machine(sequence(Pause=wait(60), Again=wait(60))))

    bench.engine.advance(timedelta(seconds=120))

    assert bench.status(run) == "SUCCEEDED"
    assert bench.types(run).count("WaitStateExited") == 2


@pytest.mark.usefixtures("stumbling_journal")
def test_a_parent_hears_of_its_child_once(bench: Bench) -> None:
    child = bench.machine(sequence(Pause=wait(60)), "child")
    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))

    bench.engine.advance(timedelta(seconds=60))

    assert bench.status(run) == "SUCCEEDED"
    assert bench.types(run).count("TaskSucceeded") == 1
    assert len(bench.engine.call("ListExecutions", {"stateMachineArn": child})["executions"]) == 1


@pytest.mark.usefixtures("stumbling_journal")
def test_the_child_of_a_stopped_run_is_stopped(bench: Bench) -> None:
    child = bench.machine(sequence(Pause=wait(600)), "child")
    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))

    bench.engine.call("StopExecution", {"executionArn": run})

    bench.engine.settle()
    ended = bench.engine.call("ListExecutions", {"stateMachineArn": child})["executions"]
    assert [execution["status"] for execution in ended] == ["ABORTED"]


@pytest.mark.usefixtures("stumbling_journal")
def test_the_child_of_a_task_whose_time_is_over_is_stopped(bench: Bench) -> None:
    child = bench.machine(sequence(Pause=wait(600)), "child")
    caught = [{"ErrorEquals": ["States.Timeout"], "Next": "Pause"}]
    start = start_run(child, ".sync", TimeoutSeconds=60, Catch=caught)
    run = bench.start(bench.machine(sequence(Start=start, Pause=wait(600)), "parent"))

    bench.engine.advance(timedelta(seconds=60))

    ended = bench.engine.call("ListExecutions", {"stateMachineArn": child})["executions"]
    assert [execution["status"] for execution in ended] == ["ABORTED"]
    assert bench.status(run) == "RUNNING"


@pytest.mark.usefixtures("stumbling_journal")
def test_the_map_run_of_a_stopped_run_is_given_up(bench: Bench) -> None:
    each = distributed(sequence(Ask=ask()), ItemsPath="$.items", MaxConcurrency=1)
    run = bench.start(bench.machine(sequence(Each=each)), text='{"items": [1, 2]}')

    bench.engine.call("StopExecution", {"executionArn": run})

    bench.engine.settle()
    (map_run,) = bench.engine.call("ListMapRuns", {"executionArn": run})["mapRuns"]
    described = bench.engine.call("DescribeMapRun", {"mapRunArn": map_run["mapRunArn"]})
    assert (described["status"], described["executionCounts"]["aborted"]) == ("ABORTED", 1)


@pytest.mark.usefixtures("stumbling_journal")
@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_a_child_that_nobody_waits_for_goes_on(bench: Bench, kind: str) -> None:
    calls: list[Any] = []
    bench.functions.by_name["count"] = lambda event, _context: calls.append(event)
    child = bench.machine(sequence(Pause=wait(60), Count=call("count")), "child", kind)
    bench.start(bench.machine(sequence(Start=start_run(child), Pause=wait(30), Again=wait(30)), "parent"))

    bench.engine.advance(timedelta(seconds=60))

    assert len(calls) == 1


@pytest.mark.usefixtures("stumbling_journal")
def test_branches_under_way_are_not_called_again(bench: Bench) -> None:
    calls: list[str] = []
    bench.functions.by_name["count"] = lambda event, _context: calls.append(event["state"])
    task = call("count", Parameters={"state.$": "$$.State.Name"}, End=True)
    branches = [{"StartAt": name, "States": {name: task}} for name in ("Left", "Middle", "Right")]

    run = bench.start(bench.machine(sequence(Fan={"Type": "Parallel", "Branches": branches})))

    assert bench.status(run) == "SUCCEEDED"
    assert sorted(calls) == ["Left", "Middle", "Right"]


def test_a_map_run_that_was_given_up_goes_on_when_its_run_is_redriven(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    each = distributed(sequence(Ask=ask()), ItemsPath="$.items")
    run = bench.start(bench.machine(sequence(Each=each)), text='{"items": [1, 2]}')
    bench.engine.call("StopExecution", {"executionArn": run})
    bench.engine.settle()
    del bench.functions.tokens[:]
    monkeypatch.setattr(PostgresJournal, "append", lost_after(PostgresJournal.append))

    bench.engine.call("RedriveExecution", {"executionArn": run})

    bench.engine.settle()
    for token in tuple(bench.functions.tokens):
        bench.engine.call("SendTaskSuccess", {"taskToken": token, "output": "0"})
    bench.engine.settle()
    assert bench.described(run)["output"] == "[0,0]"
