"""Evaluations that fail: what the history says of them, who tries again and who catches."""

from __future__ import annotations

import json

import pytest

from local.engine.stimuli import TaskFailed, TimerFired
from tests.local.engine.core.builders import task
from tests.local.engine.core.jsonata import LOAD, UNDEFINED, cause_of, run_of, undefined


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("TimeoutSeconds", "{% 0 %}", "The TimeoutSeconds field must be from 1 to 99999999: 0"),
        ("TimeoutSeconds", "{% 1.5 %}", "Expected 'integer', but was 'number' for value: 1.5"),
        ("HeartbeatSeconds", "{% 'a' %}", "Expected 'number', but was 'string' for value: \"a\""),
    ],
)
def test_a_limit_that_cannot_be_used_fails_the_state(field: str, value: str, problem: str) -> None:
    driver = run_of(Post=task(**{field: value}))

    assert cause_of(driver).endswith(problem)
    assert driver.events[2].details["location"] == field


def test_a_failed_evaluation_has_an_event_from_before_the_state_was_entered() -> None:
    driver = run_of(
        First={"Type": "Pass", "Next": "Second"}, Second={"Type": "Pass", "Output": UNDEFINED, "End": True}
    )

    assert driver.shape[3:] == [
        (4, 3, "PassStateEntered"),
        (5, 3, "EvaluationFailed"),
        (6, 5, "ExecutionFailed"),
    ]
    assert driver.events[4].details == {
        "error": "States.QueryEvaluationError",
        "cause": undefined("Second", "Output", 4),
        "location": "Output",
        "state": "Second",
    }
    assert cause_of(driver) == undefined("Second", "Output", 4)


def test_a_failed_evaluation_is_tried_again_and_caught() -> None:
    driver = run_of(
        Post=task(
            Arguments=UNDEFINED,
            Retry=[{"ErrorEquals": ["States.QueryEvaluationError"], "MaxAttempts": 1}],
            Catch=[
                {
                    "ErrorEquals": ["States.ALL"],
                    "Output": "{% $states.errorOutput.Error %}",
                    "Assign": {"seen": "{% $states.input.rate %}"},
                    "Next": "Caught",
                }
            ],
        ),
        Caught={"Type": "Pass", "Output": "{% [$states.input, $seen] %}", "End": True},
    )

    driver.tell(TimerFired(next(iter(driver.timers))))

    assert driver.shape[:5] == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "TaskStateEntered"),
        (3, 0, "EvaluationFailed"),
        (4, 3, "EvaluationFailed"),
        (5, 4, "TaskStateExited"),
    ]
    assert driver.output == ["States.QueryEvaluationError", 850]


def test_without_output_a_catcher_hands_the_error_on() -> None:
    driver = run_of(
        Post=task(Catch=[{"ErrorEquals": ["Busy"], "Next": "Caught"}]), Caught={"Type": "Succeed"}
    )

    driver.tell(TaskFailed(driver.calls[0].task_id, "Busy", "later"))

    assert driver.output == {"Error": "Busy", "Cause": "later"}


def test_a_catcher_that_cannot_be_evaluated_fails_the_state_once_more() -> None:
    """The order of the events is the service's (floci, catchClauseOutputFailure…)."""
    boom = {"StartAt": "Boom", "States": {"Boom": {"Type": "Fail", "Error": "Mine"}}}
    driver = run_of(
        P={
            "Type": "Parallel",
            "Branches": [boom],
            "Catch": [
                {"ErrorEquals": ["Other"], "Next": "Done"},
                {"ErrorEquals": ["States.ALL"], "Output": {"v": UNDEFINED}, "Next": "Done"},
            ],
            "Next": "Done",
        },
        Done={"Type": "Succeed"},
    )

    assert driver.shape[3:] == [
        (4, 3, "FailStateEntered"),
        (5, 4, "ParallelStateFailed"),
        (6, 4, "EvaluationFailed"),
        (7, 6, "ParallelStateFailed"),
        (8, 7, "ExecutionFailed"),
    ]
    assert cause_of(driver) == undefined("P", "Catch[1]/Output/v", 2)


def test_no_rule_that_holds_is_no_failed_evaluation() -> None:
    choice = {"Type": "Choice", "Choices": [{"Condition": False, "Next": "End"}]}

    driver = run_of(Judge=choice, End={"Type": "Succeed"})

    assert driver.types == ["ExecutionStarted", "ChoiceStateEntered", "ExecutionFailed"]


def test_a_wait_that_is_no_instant_fails_after_it_was_entered() -> None:
    driver = run_of(Rest={"Type": "Wait", "Timestamp": "{% 'soon' %}", "End": True})

    assert driver.shape[2] == (3, 2, "EvaluationFailed")
    assert cause_of(driver).endswith(
        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: soon"
    )


def test_items_that_are_no_array_fail_the_map() -> None:
    each = {"StartAt": "Tell", "States": {"Tell": {"Type": "Succeed"}}}
    driver = run_of(Each={"Type": "Map", "ItemProcessor": each, "End": True})

    assert driver.shape[2:] == [
        (3, 0, "EvaluationFailed"),
        (4, 3, "MapStateFailed"),
        (5, 4, "ExecutionFailed"),
    ]
    assert cause_of(driver).endswith(
        "Map state input must be an array but was: " + json.dumps(LOAD, separators=(",", ":"))
    )
    assert "location" not in driver.events[2].details


def test_a_fail_state_without_a_text_fails_as_an_evaluation() -> None:
    driver = run_of(End={"Type": "Fail", "Error": "{% 5 %}"})

    assert driver.types[2:] == ["EvaluationFailed", "ExecutionFailed"]
    assert "Expected 'string', but was 'number' for value: 5" in cause_of(driver)
