"""A run brought back from its history goes on as if it had never been away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.engine.commands import InvokeTask, RunStatus, SetTimer
from local.engine.core.folding import UnfinishedHistoryError
from local.engine.core.run import Run
from local.engine.stimuli import (
    Redriven,
    Stimulus,
    Stopped,
    TaskFailed,
    TaskHeartbeat,
    TaskSubmitted,
    TaskSucceeded,
    TimerFired,
)
from tests.local.engine.core.builders import SEND_AND_WAIT, Driver, machine, task

if TYPE_CHECKING:
    from local.engine.asl.definition import Definition

RETRY = [
    {"ErrorEquals": ["Busy"], "MaxAttempts": 2, "JitterStrategy": "FULL"},
    {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1},
]
CATCH = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Caught"}]


def branch(name: str, **fields: Any) -> dict[str, Any]:
    return {"StartAt": name, "States": {name: task(**fields)}}


def guarded_tasks() -> Definition:
    sign = task(
        Resource=SEND_AND_WAIT, HeartbeatSeconds=5, TimeoutSeconds=60, Retry=RETRY, Catch=CATCH, End=True
    )
    return machine(
        timeout=1000,
        Post=task(Retry=RETRY, TimeoutSeconds=9, Assign={"post.$": "$"}, ResultPath="$.post", Next="Rest"),
        Rest={"Type": "Wait", "Seconds": 3, "Next": "Sign"},
        Sign=sign,
        Caught={"Type": "Pass", "Parameters": {"post.$": "$post"}, "End": True},
    )


def fan_out() -> Definition:
    failing = {
        "StartAt": "Judge",
        "States": {
            "Judge": task(Next="Decide", Retry=RETRY),
            "Decide": {
                "Type": "Choice",
                "Choices": [{"Variable": "$", "NumericGreaterThan": 5, "Next": "Refuse"}],
                "Default": "Agree",
            },
            "Refuse": {"Type": "Fail", "Error": "Busy", "Cause": "refused"},
            "Agree": {"Type": "Wait", "Seconds": 2, "End": True},
        },
    }
    fan = {
        "Type": "Parallel",
        "Branches": [failing, branch("Quote")],
        "Retry": RETRY,
        "Catch": CATCH,
        "End": True,
    }
    return machine(Fan=fan, Caught={"Type": "Succeed"})


def each_carrier() -> Definition:
    offers = {
        "Type": "Map",
        "ItemsPath": "$.carriers",
        "ItemSelector": {"carrier.$": "$$.Map.Item.Value", "number.$": "$$.Map.Item.Index"},
        "MaxConcurrency": 2,
        "ToleratedFailureCount": 1,
        "ItemProcessor": {
            "StartAt": "Offer",
            "States": {
                "Offer": task(Retry=RETRY, Next="Legs"),
                "Legs": {"Type": "Parallel", "Branches": [branch("Price"), branch("Route")], "End": True},
            },
        },
        "Retry": [{"ErrorEquals": ["States.ExceedToleratedFailureThreshold"], "MaxAttempts": 1}],
        "Catch": CATCH,
        "End": True,
    }
    return machine(Offers=offers, Caught={"Type": "Succeed"})


def misfits() -> Definition:
    """States whose data does not fit fail without an event of their own."""
    unmatched = {
        "StartAt": "Judge",
        "States": {
            "Judge": task(Next="Decide"),
            "Decide": {
                "Type": "Choice",
                "Choices": [{"Variable": "$", "NumericEquals": 8, "Next": "Agree"}],
            },
            "Agree": {"Type": "Succeed"},
        },
    }
    misplaced = branch(
        "Quote", ResultPath="$.quote", Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]
    )
    fan = {
        "Type": "Parallel",
        "InputPath": "$.carriers",
        "Branches": [unmatched, misplaced, branch("Price")],
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
        "Catch": CATCH,
        "End": True,
    }
    return machine(Fan=fan, Caught={"Type": "Succeed"})


def timed_branches() -> Definition:
    """Tasks that are due together, some of which are tried again."""
    limited = {"TimeoutSeconds": 60, "Retry": RETRY[1:]}
    fan = {
        "Type": "Parallel",
        "Branches": [branch("Left", TimeoutSeconds=60), branch("Right", **limited)],
        "Retry": RETRY,
        "Next": "Each",
    }
    each = {
        "Type": "Map",
        "ItemsPath": "$.carriers",
        "ToleratedFailureCount": 1,
        "ItemProcessor": branch("Ask", TimeoutSeconds=60),
        "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
        "End": True,
    }
    return machine(Fan=fan, Each={**each, "ItemsPath": "$$.Execution.Input.carriers"})


def worked_out() -> Definition:
    """JSONata: items and waits that are drawn, failures that have an event, variables of several scopes."""
    offer = {
        "StartAt": "Offer",
        "States": {
            "Offer": task(
                Arguments={"carrier": "{% $states.input %}", "key": "{% $uuid() %}"},
                Assign={"rate": "{% $states.result.rate %}"},
                Retry=[{"ErrorEquals": ["Busy", "States.QueryEvaluationError"], "MaxAttempts": 1}],
                Catch=[{"ErrorEquals": ["Down"], "Output": "{% $states.input.missing %}", "Next": "Rest"}],
                Next="Rest",
            ),
            "Rest": {"Type": "Wait", "Timestamp": "{% $fromMillis($millis() + 5000) %}", "Next": "Judge"},
            "Judge": {
                "Type": "Choice",
                "Choices": [{"Condition": "{% $rate = 1 %}", "Next": "Agree"}],
                "Output": "{% $states.input.missing %}",
                "Default": "Agree",
            },
            "Agree": {"Type": "Pass", "End": True},
        },
    }
    offers = {
        "Type": "Map",
        "Items": "{% $shuffle($states.input.carriers) %}",
        "ItemSelector": {"carrier": "{% $states.context.Map.Item.Value %}", "of": "{% $count($all) %}"},
        "MaxConcurrency": "{% $count($all) - 2 %}",
        "ToleratedFailureCount": "{% 1 %}",
        "ItemProcessor": offer,
        "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Next": "Failed"}],
        "End": True,
    }
    return machine(
        language="JSONata",
        All={"Type": "Pass", "Assign": {"all": "{% $states.input.carriers %}"}, "Next": "Offers"},
        Offers=offers,
        Failed={"Type": "Fail", "Error": "{% $states.input.Error %}", "Cause": "{% $states.input.Cause %}"},
    )


MACHINES = [guarded_tasks(), fan_out(), each_carrier(), misfits(), timed_branches(), worked_out()]
INPUT = {"carriers": ["ABC", "XYZ", "QRS", "TUV"]}


def possible(driver: Driver) -> list[Stimulus]:
    """What may happen to the run now, in a fixed order."""
    if driver.run.status is not RunStatus.RUNNING:
        return [Redriven()]
    open_tasks = [call.task_id for call in driver.calls if driver.run.waits_for(call.task_id)]
    answers: list[Stimulus] = []
    for task_id in open_tasks:
        answers += [TaskSucceeded(task_id, '{"rate":1}'), TaskFailed(task_id, "Busy", "later")]
        answers += [TaskFailed(task_id, "Down", None), TaskSucceeded(task_id, "7"), TaskHeartbeat(task_id)]
        answers += [TaskSubmitted(task_id, "{}")]
    timers: list[Stimulus] = [TimerFired(timer_id) for timer_id in driver.timers]
    return [*answers, *timers, Stopped("Manual", None)]


def passing(driver: Driver, stimulus: Stimulus) -> float:
    """A timer fires when it is due, whatever else is due then."""
    return max(1, driver.seconds_until(stimulus.timer_id)) if isinstance(stimulus, TimerFired) else 1


@settings(max_examples=120, deadline=None)
@given(number=st.integers(0, len(MACHINES) - 1), choices=st.lists(st.integers(0, 1000), max_size=30))
def test_folding_at_every_step_changes_nothing(number: int, choices: list[int]) -> None:
    steady, crashing = Driver(MACHINES[number], INPUT).start(), Driver(MACHINES[number], INPUT).start()

    for choice in choices:
        stimuli = possible(steady)
        stimulus = stimuli[choice % len(stimuli)]
        after = passing(steady, stimulus)
        crashing.crash()
        assert crashing.tell(stimulus, after=after) == steady.tell(stimulus, after=after)

    assert crashing.run.status is steady.run.status
    assert crashing.run.last_event_id == steady.run.last_event_id


@settings(max_examples=120, deadline=None)
@given(number=st.integers(0, len(MACHINES) - 1), choices=st.lists(st.integers(0, 1000), max_size=20))
def test_what_is_outstanding_does_not_depend_on_a_crash(number: int, choices: list[int]) -> None:
    driver = Driver(MACHINES[number], INPUT).start()

    for choice in choices:
        stimuli = possible(driver)
        driver.tell(stimuli[choice % len(stimuli)], after=1)

    folded = Run.fold(driver.definition, driver.execution, driver.events)
    owed = folded.outstanding(driver.surroundings)
    assert set(owed) == set(driver.run.outstanding(driver.surroundings))
    timers = {command.timer_id for command in owed if isinstance(command, SetTimer)}
    assert timers == (set(driver.timers) if driver.run.status is RunStatus.RUNNING else set())


def test_a_retry_that_no_event_records_is_counted() -> None:
    retry = [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]
    driver = Driver(machine(Quote=task(ResultPath="$.quote", Retry=retry)), ["no object"]).start()
    driver.tell(TaskSucceeded(3, "5"))
    assert list(driver.timers) == ["retry:5"]
    driver.tell(TimerFired("retry:5"))

    driver.crash()
    driver.tell(TaskSucceeded(6, "5"))

    assert driver.end is not None
    assert driver.end.error == "States.ResultPathMatchFailure"


def test_calls_without_answer_are_owed_again_but_not_submitted_ones() -> None:
    two = {
        "Type": "Parallel",
        "Branches": [branch("Sign", Resource=SEND_AND_WAIT), branch("Quote")],
        "End": True,
    }
    driver = Driver(machine(Two=two)).start()
    driver.tell(TaskSubmitted(5, "{}"))

    driver.crash()
    owed = [command for command in driver.run.outstanding() if isinstance(command, InvokeTask)]

    assert owed == [driver.calls[1]]


def test_a_history_cut_within_a_step_is_refused() -> None:
    driver = Driver(machine(Post=task())).start()
    driver.tell(TaskSucceeded(3, "{}"))

    with pytest.raises(UnfinishedHistoryError, match="in the middle of a step"):
        Run.fold(driver.definition, driver.execution, driver.events[:2])
