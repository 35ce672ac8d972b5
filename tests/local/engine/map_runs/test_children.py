"""Distributed Maps on a whole engine: their children are runs of their own."""

import json
from datetime import timedelta
from typing import Any

import pytest

from local.engine.api.errors import ApiError
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, call, distributed, passing, sequence, wait
from tests.local.engine.map_runs.maps import children, fail_on, map_run, output, start

THRESHOLD = "States.ExceedToleratedFailureThreshold"


@pytest.mark.parametrize("kind", ["STANDARD", "EXPRESS"])
def test_each_item_is_a_run_of_its_own(bench: Bench, kind: str) -> None:
    bench.functions.by_name["double"] = lambda event, _context: event * 2

    run = start(bench, distributed(sequence(Double=call("double")), kind), [1, 2, 3])

    assert output(bench, run) == [2, 4, 6]
    assert bench.types(run)[2:6] == [
        "MapStateStarted",
        "MapRunStarted",
        "MapRunSucceeded",
        "MapStateSucceeded",
    ]
    counts = map_run(bench, run)["executionCounts"]
    assert (counts["succeeded"], counts["total"]) == (3, 3)


def test_a_child_has_an_arn_history_and_map_run_of_its_own(bench: Bench) -> None:
    run = start(bench, distributed(passing(), Label="loads"), [7])

    (child,) = children(bench, run)
    described = bench.described(child["executionArn"])

    assert child["executionArn"].startswith("arn:aws:states:us-east-1:000000000000:execution:machine/loads:")
    assert described["mapRunArn"] == map_run(bench, run)["mapRunArn"]
    assert described["stateMachineArn"].endswith(":stateMachine:machine/loads")
    assert (described["input"], described["output"]) == ("7", "7")
    assert bench.types(child["executionArn"])[0] == "ExecutionStarted"
    assert child["itemCount"] == 1


def test_a_childs_machine_is_the_item_processor(bench: Bench) -> None:
    run = start(bench, distributed(passing(), Label="loads"), [7])
    (child,) = children(bench, run)

    described = bench.engine.call("DescribeStateMachineForExecution", {"executionArn": child["executionArn"]})

    assert json.loads(described["definition"])["StartAt"] == "Done"
    assert described["label"] == "loads"
    assert described["mapRunArn"] == map_run(bench, run)["mapRunArn"]


def test_children_are_not_listed_with_their_parents(bench: Bench) -> None:
    machine = bench.machine(sequence(Each=distributed(passing())))
    run = bench.start(machine, text="[1,2]")

    listed = bench.engine.call("ListExecutions", {"stateMachineArn": machine})["executions"]

    assert [execution["executionArn"] for execution in listed] == [run]


def test_a_child_sees_its_item_in_the_context(bench: Bench) -> None:
    inner = {
        "Type": "Pass",
        "Parameters": {"at.$": "$$.Map.Item.Index", "was.$": "$$.Map.Item.Value", "is.$": "$"},
    }
    state = distributed(sequence(Inner=inner), ItemSelector={"load.$": "$$.Map.Item.Value"})

    run = start(bench, state, ["a", "b"])

    assert output(bench, run)[1] == {"at": 1, "was": "b", "is": {"load": "b"}}


@pytest.mark.parametrize("items", [[], {}])
def test_no_items_no_children(bench: Bench, items: Any) -> None:
    run = start(bench, distributed(passing()), items)

    assert output(bench, run) == []
    assert map_run(bench, run)["itemCounts"]["total"] == 0


def test_at_most_max_concurrency_children_run_at_once(bench: Bench) -> None:
    run = start(bench, distributed(sequence(Ask=ask()), MaxConcurrency=2), [1, 2, 3, 4])
    before = map_run(bench, run)["executionCounts"]

    bench.engine.call("SendTaskSuccess", {"taskToken": bench.functions.tokens[0], "output": "1"})
    bench.engine.settle()
    after = map_run(bench, run)["executionCounts"]

    assert (before["running"], before["pending"]) == (2, 2)
    assert (after["running"], after["pending"], after["succeeded"]) == (2, 1, 1)


def test_more_run_at_once_when_max_concurrency_is_raised(bench: Bench) -> None:
    run = start(bench, distributed(sequence(Ask=ask()), MaxConcurrency=1), [1, 2, 3])

    request = {"mapRunArn": map_run(bench, run)["mapRunArn"], "maxConcurrency": 3}
    bench.engine.call("UpdateMapRun", request)
    bench.engine.settle()

    assert map_run(bench, run)["executionCounts"]["running"] == 3


def test_one_failure_is_too_many_unless_tolerated(bench: Bench) -> None:
    bench.functions.by_name["pick"] = fail_on(2)

    run = start(bench, distributed(sequence(Pick=call("pick")), MaxConcurrency=1), [1, 2, 3])

    assert bench.described(run)["error"] == THRESHOLD
    assert bench.described(run)["cause"] == "The specified tolerated failure threshold was exceeded"
    described = map_run(bench, run)
    assert described["status"] == "FAILED"
    assert (described["executionCounts"]["failed"], described["executionCounts"]["pending"]) == (1, 1)


def test_a_tolerated_failure_is_described_among_the_results(bench: Bench) -> None:
    bench.functions.by_name["pick"] = fail_on(2)
    state = distributed(sequence(Pick=call("pick")), ToleratedFailureCount=1)

    run = start(bench, state, [1, 2, 3])

    first, failed, third = output(bench, run)
    assert (first, third) == (1, 3)
    assert (failed["Status"], failed["Error"], failed["Input"]) == ("FAILED", "ValueError", "2")


def test_the_failures_of_a_batch_count_by_its_items(bench: Bench) -> None:
    bench.functions.by_name["pick"] = lambda event, _context: fail_on(1)(event["Items"][0], None)
    batches = {"MaxItemsPerBatch": 2}
    state = distributed(sequence(Pick=call("pick")), ItemBatcher=batches, ToleratedFailurePercentage=49)

    run = start(bench, state, [1, 2, 3, 4])

    assert bench.described(run)["error"] == THRESHOLD
    counts = map_run(bench, run)
    assert (counts["itemCounts"]["failed"], counts["executionCounts"]["failed"]) == (2, 1)


def test_stopping_the_parent_stops_its_children(bench: Bench) -> None:
    run = start(bench, distributed(sequence(Ask=ask()), MaxConcurrency=2), [1, 2, 3])

    bench.engine.call("StopExecution", {"executionArn": run})
    bench.engine.settle()

    assert [child["status"] for child in children(bench, run)] == ["ABORTED", "ABORTED"]
    assert map_run(bench, run)["status"] == "ABORTED"
    assert bench.types(run)[-2:] == ["MapRunAborted", "ExecutionAborted"]


def test_a_map_that_goes_on_without_its_map_run_stops_it(bench: Bench) -> None:
    """The machine's time is up while children wait."""
    definition = json.loads(sequence(Each=distributed(sequence(Ask=ask()))))
    run = bench.start(bench.machine(json.dumps({**definition, "TimeoutSeconds": 60})), text="[1]")

    bench.engine.advance(timedelta(minutes=1))

    assert bench.status(run) == "TIMED_OUT"
    assert map_run(bench, run)["status"] == "ABORTED"
    assert [child["status"] for child in children(bench, run)] == ["ABORTED"]


def test_a_map_run_within_a_map_run(bench: Bench) -> None:
    inner = sequence(Inner=distributed(sequence(Leaf={"Type": "Pass"})))

    run = start(bench, distributed(inner), [[1, 2], [3]])

    assert output(bench, run) == [[1, 2], [3]]
    first = children(bench, run)[-1]["executionArn"]
    assert map_run(bench, first)["executionCounts"]["succeeded"] == 2


def test_an_express_machine_has_no_distributed_maps(bench: Bench) -> None:
    with pytest.raises(ApiError, match="Express state machine does not support Map state with DISTRIBUTED"):
        bench.machine(sequence(Each=distributed(passing())), kind="EXPRESS")


def test_results_that_no_payload_holds_fail_the_state(bench: Bench) -> None:
    bench.functions.by_name["much"] = lambda _event, _context: "x" * 100_000

    run = start(bench, distributed(sequence(Much=call("much"))), [1, 2, 3])

    assert bench.described(run)["error"] == "States.DataLimitExceeded"


def test_children_wait_in_rows(bench: Bench) -> None:
    run = start(bench, distributed(sequence(Pause=wait(3600))), list(range(30)))
    before = bench.status(run)

    bench.engine.advance(timedelta(hours=1))

    assert before == "RUNNING"
    assert output(bench, run) == list(range(30))
