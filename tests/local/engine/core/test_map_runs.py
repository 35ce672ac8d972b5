"""A distributed Map, as its own run sees it: the plan it commands and what its history says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.engine.asl.errors import StateError
from local.engine.commands import AbandonTask, StartMapRun, Step
from local.engine.map_runs.inputs import ChildInput, child_inputs
from local.engine.stimuli import MapRunFailed, MapRunSucceeded, Redriven, Stopped, TaskFailed, TimerFired
from tests.local.engine.core.builders import Driver, machine, task

PASS = {"StartAt": "Inner", "States": {"Inner": {"Type": "Pass", "End": True}}}
CONFIG = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
THRESHOLD = (
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
)


def each(**fields: Any) -> dict[str, Any]:
    ending = {} if "Next" in fields else {"End": True}
    return {"Type": "Map", "ItemProcessor": {**CONFIG, **PASS}, **ending, **fields}


def started(step: Step) -> StartMapRun:
    (command,) = [command for command in step.commands if isinstance(command, StartMapRun)]
    return command


def begun(driver: Driver) -> StartMapRun:
    """The map run that the run still waits for."""
    (command,) = [each for each in driver.run.outstanding() if isinstance(each, StartMapRun)]
    return command


def inputs(command: StartMapRun) -> list[ChildInput]:
    return list(child_inputs(command.plan, command.plan.items))


def test_the_children_are_one_map_run_in_the_history() -> None:
    driver = Driver(machine(Each=each(Next="Done"), Done={"Type": "Succeed"}), [1, 2]).start()

    driver.tell(MapRunSucceeded(begun(driver).task_id, "[10,20]"))

    assert driver.shape[1:7] == [
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapRunStarted"),
        (5, 4, "MapRunSucceeded"),
        (6, 5, "MapStateSucceeded"),
        (7, 5, "MapStateExited"),
    ]
    assert driver.output == [10, 20]


def test_a_map_runs_arn_is_that_of_the_machine_and_the_label() -> None:
    driver = Driver(machine(Each=each(Label="loads")), []).start()

    arn = begun(driver).plan.map_run_arn

    assert arn.startswith("arn:aws:states:us-east-1:000000000000:mapRun:booking/loads:")
    assert driver.events[-1].details == {"mapRunArn": arn}


def test_items_are_selected_with_the_item_in_the_context() -> None:
    selector = {"load.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index", "all.$": "$.broker"}
    state = each(ItemsPath="$.loads", ItemSelector=selector)
    driver = Driver(machine(Each=state), {"loads": ["a", "b"], "broker": 7}).start()

    first, second = inputs(begun(driver))

    assert json.loads(first.text) == {"load": "a", "at": 0, "all": 7}
    assert json.loads(second.item or "") == {"Index": 1, "Value": "b", "Source": "STATE_DATA"}


def test_the_members_of_an_object_are_items_with_keys() -> None:
    driver = Driver(machine(Each=each(ItemSelector={"key.$": "$$.Map.Item.Key"})), {"x": 1, "y": 2}).start()

    assert [json.loads(each.text) for each in inputs(begun(driver))] == [{"key": "x"}, {"key": "y"}]


def test_items_are_batched_by_number() -> None:
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"broker.$": "$.broker"}}
    driver = Driver(
        machine(Each=each(ItemsPath="$.loads", ItemBatcher=batcher)), {"loads": [1, 2, 3], "broker": 7}
    )

    batches = inputs(begun(driver.start()))

    assert [json.loads(batch.text) for batch in batches] == [
        {"BatchInput": {"broker": 7}, "Items": [1, 2]},
        {"BatchInput": {"broker": 7}, "Items": [3]},
    ]
    assert [batch.item_count for batch in batches] == [2, 1]


@pytest.mark.parametrize(
    ("most", "batches"),
    [
        (17, ['{"Items":["ä"]}', '{"Items":["bb"]}', '{"Items":["c"]}']),
        (20, ['{"Items":["ä"]}', '{"Items":["bb","c"]}']),
        (19, ['{"Items":["ä"]}', '{"Items":["bb"]}', '{"Items":["c"]}']),
    ],
)
def test_items_are_batched_by_bytes(most: int, batches: list[str]) -> None:
    driver = Driver(machine(Each=each(ItemBatcher={"MaxInputBytesPerBatch": most})), ["ä", "bb", "c"]).start()

    assert [each.text for each in inputs(begun(driver))] == batches


def test_an_item_that_no_execution_takes_is_refused() -> None:
    driver = Driver(
        machine(Each=each(ItemSelector={"twice.$": "States.Format('{}{}', $[0], $[0])"})), ["x" * 140_000]
    )

    with pytest.raises(StateError, match="DataLimitExceeded"):
        inputs(begun(driver.start()))


@pytest.mark.parametrize("crashes", [False, True])
def test_a_failed_map_run_fails_its_state(crashes: bool) -> None:
    driver = Driver(machine(Each=each()), [1]).start()
    if crashes:
        driver.crash()

    driver.tell(MapRunFailed(begun(driver).task_id, *THRESHOLD))

    assert driver.shape[4:] == [(5, 4, "MapRunFailed"), (6, 5, "MapStateFailed"), (7, 6, "ExecutionFailed")]
    assert driver.end is not None
    assert (driver.end.error, driver.end.cause) == THRESHOLD


def test_a_failed_map_run_is_retried_as_a_new_one_and_caught() -> None:
    retry, catch = (
        [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
        [{"ErrorEquals": ["States.ALL"], "Next": "Done"}],
    )
    driver = Driver(
        machine(Each=each(Retry=retry, Catch=catch, Next="Done"), Done={"Type": "Succeed"}), [1]
    ).start()
    first = begun(driver)
    driver.tell(MapRunFailed(first.task_id, *THRESHOLD))
    driver.crash()

    driver.tell(TimerFired("retry:5"), after=1)
    second = begun(driver)
    driver.tell(MapRunFailed(second.task_id, *THRESHOLD))

    assert second.plan.map_run_arn != first.plan.map_run_arn
    assert driver.types[4:11] == [
        "MapRunFailed",
        "MapStateStarted",
        "MapRunStarted",
        "MapRunFailed",
        "MapStateFailed",
        "MapStateExited",
        "SucceedStateEntered",
    ]
    assert driver.output == {"Error": THRESHOLD[0], "Cause": THRESHOLD[1]}


def test_results_that_are_too_large_fail_the_state_even_after_a_crash() -> None:
    retry = [{"ErrorEquals": ["States.DataLimitExceeded"], "MaxAttempts": 1}]
    driver = Driver(machine(Each=each(Retry=retry)), [1]).start()
    too_large = json.dumps(["x" * 300_000])
    driver.tell(MapRunSucceeded(begun(driver).task_id, too_large))
    driver.crash()

    driver.tell(TimerFired("retry:5"), after=1)
    driver.tell(MapRunSucceeded(begun(driver).task_id, too_large))

    assert driver.types[-1] == "ExecutionFailed"
    assert driver.end is not None
    assert driver.end.error == "States.DataLimitExceeded"


def test_a_stopped_run_aborts_its_map_run_and_a_redrive_goes_on_with_it() -> None:
    driver = Driver(machine(Each=each()), [1]).start()
    first = begun(driver)

    stopped = driver.tell(Stopped())
    redriven = driver.tell(Redriven())
    driver.crash()
    driver.tell(MapRunSucceeded(begun(driver).task_id, "[1]"))

    assert AbandonTask(first.task_id) in stopped.commands
    again = started(redriven)
    assert (again.task_id, again.redrive_count) == (first.task_id, 1)
    assert driver.types[4:8] == ["MapRunAborted", "ExecutionAborted", "ExecutionRedriven", "MapRunRedriven"]
    assert driver.events[7].details == {"mapRunArn": first.plan.map_run_arn, "redriveCount": 1}
    assert driver.types[-1] == "ExecutionSucceeded"


def test_a_map_run_is_aborted_with_its_branch() -> None:
    branches = [
        {"StartAt": "Each", "States": {"Each": each()}},
        {"StartAt": "Ask", "States": {"Ask": task()}},
    ]
    driver = Driver(machine(Fan={"Type": "Parallel", "Branches": branches, "End": True}), [1]).start()
    map_run = begun(driver)
    call = driver.calls[0]

    step = driver.tell(TaskFailed(call.task_id, "Broken", "no truck"))

    assert AbandonTask(map_run.task_id) in step.commands
    assert {"MapRunAborted", "MapStateAborted"} <= set(driver.types)


def test_a_reader_is_asked_before_the_items_are_counted() -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "Parameters": {"Bucket.$": "$.bucket", "Key": "loads.json"},
        "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$.most"},
    }
    driver = Driver(machine(Each=each(ItemReader=reader)), {"bucket": "b", "most": 5}).start()

    reading = begun(driver).plan.reader

    assert driver.events[2].details == {"length": 0}
    assert reading is not None
    assert (reading.arguments, reading.max_items) == ({"Bucket": "b", "Key": "loads.json"}, 5)


def test_a_tolerance_that_is_no_number_fails_before_the_map_run() -> None:
    driver = Driver(
        machine(Each=each(ItemsPath="$.x", ToleratedFailureCountPath="$.n")), {"x": [1], "n": -1}
    ).start()

    assert driver.types[2:] == ["MapStateStarted", "ExecutionFailed"]
    assert driver.end is not None
    assert "ToleratedFailureCount cannot be negative." in str(driver.end.cause)


@pytest.mark.parametrize("percentage", [-1, -0.1, 100.1])
def test_a_tolerated_percentage_is_from_0_to_100(percentage: float) -> None:
    state = each(ItemsPath="$.x", ToleratedFailurePercentagePath="$.n")

    driver = Driver(machine(Each=state), {"x": [1], "n": percentage}).start()

    assert driver.end is not None
    assert str(driver.end.cause).endswith("ToleratedFailurePercentage must be between 0 and 100.")
