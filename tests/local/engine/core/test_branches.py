from __future__ import annotations

import json
from typing import Any

import pytest

from local.engine.commands import AbandonTask
from local.engine.stimuli import Redriven, TaskFailed, TaskSucceeded, TimerFired
from tests.local.engine.core.builders import Driver, machine, task


def branch(name: str, **fields: Any) -> dict[str, Any]:
    return {"StartAt": name, "States": {name: task(**fields)}}


def fan(*branches: dict[str, Any], **fields: Any) -> dict[str, Any]:
    ending = {} if "Next" in fields else {"End": True}
    return {"Type": "Parallel", "Branches": list(branches), **ending, **fields}


def each(processor: dict[str, Any], **fields: Any) -> dict[str, Any]:
    ending = {} if "Next" in fields else {"End": True}
    return {"Type": "Map", "ItemProcessor": processor, **ending, **fields}


def test_branches_run_side_by_side_and_their_outputs_keep_their_order() -> None:
    driver = Driver(machine(Fan=fan(branch("Left"), branch("Right")))).start()
    assert [call.task_id for call in driver.calls] == [5, 7]

    driver.tell(TaskSucceeded(7, '"right"'))
    driver.tell(TaskSucceeded(5, '"left"'))

    assert driver.output == ["left", "right"]
    assert driver.shape[3:9] == [
        (4, 3, "TaskStateEntered"),
        (5, 4, "LambdaFunctionScheduled"),
        (6, 3, "TaskStateEntered"),
        (7, 6, "LambdaFunctionScheduled"),
        (8, 5, "LambdaFunctionStarted"),
        (9, 7, "LambdaFunctionStarted"),
    ]
    assert driver.shape[-3:] == [
        (14, 13, "ParallelStateSucceeded"),
        (15, 13, "ParallelStateExited"),
        (16, 15, "ExecutionSucceeded"),
    ]


def passes(*names: str, end: dict[str, Any]) -> dict[str, Any]:
    """A branch of Pass states before its last state."""
    states: dict[str, Any] = {
        name: {"Type": "Pass", "Next": following}
        for name, following in zip(names, [*names[1:], "Last"], strict=True)
    }
    last = f"Last {names[0]}"
    states[names[-1]]["Next"] = last
    return {"StartAt": names[0], "States": {**states, last: end}}


def test_a_branch_between_two_states_has_not_ended() -> None:
    end = {"Type": "Pass", "Result": "end", "End": True}
    driver = Driver(machine(Fan=fan(passes("A", end=end), passes("B", "C", "D", end=end)))).start()

    assert driver.output == ["end", "end"]


def test_a_branch_between_two_states_is_ended_by_a_failure() -> None:
    boom = {"Type": "Fail", "Error": "Boom"}
    driver = Driver(machine(Fan=fan(passes("A", end=boom), passes("B", "C", "D", end=task())))).start()

    assert driver.types[-3:] == ["FailStateEntered", "ParallelStateFailed", "ExecutionFailed"]
    assert not driver.calls


def test_tasks_that_are_due_together_time_out_together() -> None:
    offers = each(branch("Offer", TimeoutSeconds=60), ItemsPath="$")
    driver = Driver(machine(Each=offers), [1, 2]).start()

    step = driver.tell(TimerFired("timeout:7"), after=60)

    assert [(event.previous_id, event.type) for event in step.events] == [
        (10, "LambdaFunctionTimedOut"),
        (11, "LambdaFunctionTimedOut"),
        (12, "MapIterationFailed"),
        (12, "TaskStateAborted"),
        (12, "MapIterationAborted"),
        (12, "TaskStateAborted"),
        (12, "MapStateFailed"),
        (18, "ExecutionFailed"),
    ]
    assert driver.timers == {}


def test_tasks_that_timed_out_together_are_retried_together_after_a_crash() -> None:
    retry = [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}]
    for state in (
        each(branch("Offer", TimeoutSeconds=60), ItemsPath="$", Retry=retry),
        fan(branch("Left", TimeoutSeconds=60), branch("Right", TimeoutSeconds=60), Retry=retry),
    ):
        driver = Driver(machine(State=state), [1, 2]).start()
        driver.tell(TimerFired(next(iter(driver.timers))), after=60)
        (timer,) = driver.timers

        driver.crash()

        step = driver.tell(TimerFired(timer))
        assert step.events[0].type.endswith("StateStarted")


def test_a_failed_branch_ends_the_others_and_the_state() -> None:
    driver = Driver(machine(Fan=fan(branch("Left"), branch("Right", TimeoutSeconds=60)))).start()

    step = driver.tell(TaskFailed(5, "Down", "why"))

    assert AbandonTask(7) in step.commands
    assert driver.timers == {}
    assert [(event.previous_id, event.type) for event in step.events] == [
        (8, "LambdaFunctionFailed"),
        (10, "TaskStateAborted"),
        (10, "TaskStateAborted"),
        (10, "ParallelStateFailed"),
        (13, "ExecutionFailed"),
    ]
    assert driver.tell(TaskSucceeded(7, "{}")).events == ()


def test_a_parallel_state_is_retried_as_a_whole() -> None:
    retry = [{"ErrorEquals": ["Down"], "MaxAttempts": 1}]
    driver = Driver(machine(Fan=fan(branch("Left"), Retry=retry))).start()

    driver.tell(TaskFailed(5, "Down", None))
    assert driver.types[-1] == "TaskStateAborted"
    driver.tell(TimerFired("retry:7"))

    assert driver.shape[8][1:] == (7, "ParallelStateStarted")
    driver.tell(TaskFailed(driver.calls[-1].task_id, "Down", None))
    assert driver.types[-2:] == ["ParallelStateFailed", "ExecutionFailed"]


def test_a_map_runs_as_many_iterations_as_it_may() -> None:
    driver = Driver(machine(Each=each(branch("Offer"), MaxConcurrency=2)), ["a", "b", "c"]).start()
    assert [call.parameters for call in driver.calls] == ['"a"', '"b"']

    driver.tell(TaskSucceeded(driver.calls[1].task_id, '"B"'))
    assert driver.calls[-1].parameters == '"c"'
    driver.tell(TaskSucceeded(driver.calls[2].task_id, '"C"'))
    driver.tell(TaskSucceeded(driver.calls[0].task_id, '"A"'))

    assert driver.output == ["A", "B", "C"]


def test_a_map_without_items_succeeds_at_once() -> None:
    driver = Driver(machine(Each=each(branch("Offer"))), []).start()

    assert driver.output == []
    assert driver.types[2:5] == ["MapStateStarted", "MapStateSucceeded", "MapStateExited"]


def test_a_map_cannot_run_less_than_no_iterations_at_a_time() -> None:
    driver = Driver(
        machine(Each=each(branch("Offer"), MaxConcurrencyPath="$.most", ItemsPath="$.of")),
        {"most": -1, "of": []},
    )

    driver.start()

    assert driver.end is not None
    assert str(driver.end.cause).endswith(
        "Expected non-negative integer for MaxConcurrency, got '-1' instead."
    )


def test_an_iteration_gets_what_the_item_selector_makes() -> None:
    selector = {"carrier.$": "$$.Map.Item.Value", "number.$": "$$.Map.Item.Index", "load.$": "$.load"}
    mapping = each(branch("Offer"), ItemsPath="$.carriers", ItemSelector=selector)
    driver = Driver(machine(Each=mapping), {"load": 7, "carriers": ["ABC", "XYZ"]}).start()

    assert json.loads(driver.calls[1].parameters) == {"carrier": "XYZ", "number": 1, "load": 7}


def test_a_failed_iteration_fails_the_map() -> None:
    driver = Driver(machine(Each=each(branch("Offer"))), ["a", "b"]).start()

    driver.tell(TaskFailed(driver.calls[0].task_id, "Down", "why"))

    assert driver.types[-6:] == [
        "MapIterationFailed",
        "TaskStateAborted",
        "MapIterationAborted",
        "TaskStateAborted",
        "MapStateFailed",
        "ExecutionFailed",
    ]


def test_tolerated_failures_leave_gaps() -> None:
    mapping = each(branch("Offer"), ToleratedFailureCount=1, MaxConcurrency=1)
    driver = Driver(machine(Each=mapping), ["a", "b", "c"]).start()

    driver.tell(TaskSucceeded(driver.calls[-1].task_id, '"A"'))
    driver.tell(TaskFailed(driver.calls[-1].task_id, "Down", None))
    driver.tell(TaskSucceeded(driver.calls[-1].task_id, '"C"'))

    assert driver.output == ["A", "C"]


def test_too_many_failures_exceed_the_tolerance() -> None:
    mapping = each(branch("Offer"), ToleratedFailurePercentage=34, MaxConcurrency=1)
    driver = Driver(machine(Each=mapping), ["a", "b", "c"]).start()

    driver.tell(TaskFailed(driver.calls[-1].task_id, "Down", None))
    assert driver.end is None
    driver.tell(TaskFailed(driver.calls[-1].task_id, "Down", None))

    assert driver.end is not None
    assert driver.end.error == "States.ExceedToleratedFailureThreshold"


def test_a_redriven_map_runs_only_what_did_not_succeed() -> None:
    driver = Driver(machine(Each=each(branch("Offer"))), ["a", "b", "c"]).start()
    driver.tell(TaskSucceeded(driver.calls[0].task_id, '"A"'))
    driver.tell(TaskFailed(driver.calls[1].task_id, "Down", None))
    before = len(driver.calls)

    driver.tell(Redriven())
    again = driver.calls[before:]

    assert [call.parameters for call in again] == ['"b"', '"c"']
    for call, output in zip(again, ('"B"', '"C"'), strict=True):
        driver.tell(TaskSucceeded(call.task_id, output))
    assert driver.output == ["A", "B", "C"]


def test_a_redriven_parallel_state_keeps_the_branches_that_are_done() -> None:
    driver = Driver(machine(Fan=fan(branch("Left"), branch("Right")))).start()
    driver.tell(TaskSucceeded(5, '"left"'))
    driver.tell(TaskFailed(7, "Down", None))

    driver.tell(Redriven())
    driver.tell(TaskSucceeded(driver.calls[-1].task_id, '"right"'))

    assert len(driver.calls) == 3
    assert driver.output == ["left", "right"]


def test_a_map_inside_a_branch_inside_a_map() -> None:
    inner = each(branch("Offer"), ItemsPath="$.legs")
    outer = each({"StartAt": "Fan", "States": {"Fan": fan({"StartAt": "Legs", "States": {"Legs": inner}})}})
    driver = Driver(machine(Loads=outer), [{"legs": [1, 2]}, {"legs": [3]}]).start()

    for call in list(driver.calls):
        driver.tell(TaskSucceeded(call.task_id, call.parameters))

    assert driver.output == [[[1, 2]], [[3]]]


@pytest.mark.parametrize("crashes", [False, True])
@pytest.mark.parametrize("kind", ["Map", "Parallel"])
def test_a_result_that_is_too_large_is_retried_even_after_a_crash(kind: str, crashes: bool) -> None:
    retry = [{"ErrorEquals": ["States.DataLimitExceeded"], "MaxAttempts": 1}]
    branches = [{"StartAt": name, "States": {name: task()}} for name in ("First", "Second")]
    inner = {"ItemProcessor": branches[0]} if kind == "Map" else {"Branches": branches}
    driver = Driver(machine(Each={"Type": kind, **inner, "Retry": retry, "End": True}), [1, 2]).start()

    for attempt in range(2):
        for call in driver.calls[2 * attempt :]:
            driver.tell(TaskSucceeded(call.task_id, json.dumps("x" * 200_000)))
        if crashes:
            driver.crash()
        for timer in list(driver.timers):
            driver.tell(TimerFired(timer), after=1)

    assert len(driver.calls) == 4
    assert driver.types[-1] == "ExecutionFailed"


@pytest.mark.parametrize("fields", [{}, {"MaxConcurrency": 0}, {"MaxConcurrency": 100}])
def test_an_inline_map_runs_at_most_forty_iterations_at_a_time(fields: dict[str, int]) -> None:
    driver = Driver(machine(Each=each(branch("Ask"), **fields)), list(range(50))).start()
    before = len(driver.calls)

    driver.tell(TaskSucceeded(driver.calls[0].task_id, "0"))

    assert (before, len(driver.calls)) == (40, 41)
