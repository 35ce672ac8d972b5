"""Runs of JSONata states."""

from __future__ import annotations

import json
from typing import Any

from local.engine.commands import RunStatus
from local.engine.stimuli import TaskSucceeded
from tests.local.engine.core.builders import INVOKE, SEND_AND_WAIT, Driver, machine, task
from tests.local.engine.core.jsonata import LOAD, cause_of, run_of


def test_arguments_result_output_and_variables_of_a_task() -> None:
    driver = run_of(
        Post=task(
            Arguments={"cents": "{% $states.input.rate * 100 %}"},
            Assign={"post": "{% $states.result.id %}", "fixed": 1},
            Output={"was": "{% $states.input.rate %}", "is": "{% $states.result.rate %}"},
            Next="Tell",
        ),
        Tell={"Type": "Pass", "Output": "{% [$post, $states.input] %}", "End": True},
    )
    assert json.loads(driver.calls[0].parameters) == {"cents": 85000}

    driver.tell(TaskSucceeded(driver.calls[0].task_id, '{"id":"p-1","rate":900}'))

    assert driver.output == ["p-1", {"was": 850, "is": 900}]
    exited = next(event for event in driver.events if event.type == "TaskStateExited")
    assert exited.details["assignedVariables"] == {"post": '"p-1"', "fixed": "1"}
    assert exited.details["assignedVariablesDetails"] == {"truncated": False}


def test_a_callbacks_token_is_in_the_context() -> None:
    driver = run_of(
        Sign=task(Resource=SEND_AND_WAIT, Arguments={"token": "{% $states.context.Task.Token %}"})
    )

    assert json.loads(driver.calls[0].parameters) == {"token": driver.calls[0].token}


def test_variables_are_worked_out_from_the_old_ones() -> None:
    driver = run_of(
        A={"Type": "Pass", "Assign": {"x": 1, "y": 2}, "Next": "B"},
        B={"Type": "Pass", "Assign": {"x": "{% $y %}", "y": "{% $x %}"}, "Output": "{% $x %}", "Next": "C"},
        C={"Type": "Pass", "Output": "{% [$states.input, $x, $y] %}", "End": True},
    )

    assert driver.output == [1, 2, 1]


def test_limits_of_a_task_are_worked_out() -> None:
    driver = run_of(
        Post=task(TimeoutSeconds="{% $states.input.rate %}", HeartbeatSeconds="{% 10 * 2 %}", Resource=INVOKE)
    )

    details = driver.events[-2].details
    assert (details["timeoutInSeconds"], details["heartbeatInSeconds"]) == (850, 20)


def test_a_choice_hands_on_what_its_rule_says() -> None:
    choice = {
        "Type": "Choice",
        "Choices": [
            {"Condition": "{% $states.input.rate > 900 %}", "Output": "high", "Next": "End"},
            {
                "Condition": "{% $states.input.rate > 800 %}",
                "Output": "{% 'middle' %}",
                "Assign": {"rule": 2},
                "Next": "End",
            },
        ],
        "Output": "low",
        "Assign": {"rule": 3},
        "Default": "End",
    }
    end = {"Type": "Pass", "Output": "{% [$states.input, $rule] %}", "End": True}

    assert run_of(Judge=choice, End=end).output == ["middle", 2]
    assert run_of({"rate": 1}, Judge=choice, End=end).output == ["low", 3]


def test_a_condition_is_true_or_false() -> None:
    choice = {"Type": "Choice", "Choices": [{"Condition": "{% 'yes' %}", "Next": "End"}]}

    cause = cause_of(run_of(Judge=choice, End={"Type": "Succeed"}))

    assert "field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean'" in cause


def test_a_wait_ends_when_its_expression_says() -> None:
    at = {"Type": "Wait", "Timestamp": "{% $fromMillis($millis() + 90000) %}", "End": True}
    after = {"Type": "Wait", "Seconds": "{% $states.input.rate %}", "End": True}

    assert run_of(Rest=at).seconds_until("wait:2") == 90
    assert run_of(Rest=after).seconds_until("wait:2") == 850


def test_a_map_iterates_over_items_that_are_worked_out() -> None:
    each = {
        "StartAt": "Tell",
        "States": {"Tell": {"Type": "Pass", "Output": "{% [$states.input, $outer] %}", "End": True}},
    }
    driver = run_of(
        Outer={"Type": "Pass", "Assign": {"outer": "o"}, "Next": "Each"},
        Each={
            "Type": "Map",
            "Items": ["{% $states.input.carriers[0] %}", "fixed"],
            "ItemSelector": {"i": "{% $states.context.Map.Item.Index %}", "of": "{% $states.input.rate %}"},
            "ItemProcessor": each,
            "Output": "{% $states.result[0] %}",
            "End": True,
        },
    )

    assert driver.output == [{"i": 0, "of": 850}, "o"]


def test_an_object_is_not_iterated_over() -> None:
    each = {"StartAt": "Tell", "States": {"Tell": {"Type": "Succeed"}}}

    cause = cause_of(run_of(Each={"Type": "Map", "Items": {"a": 1}, "ItemProcessor": each, "End": True}))

    assert cause.endswith('Map state input must be an array but was: {"a":1}')


def test_variables_of_a_branch_stay_in_it() -> None:
    def branch(name: str) -> dict[str, Any]:
        tell = {"Type": "Pass", "Output": "{% $inner %}", "End": True}
        set_ = {"Type": "Pass", "Assign": {"inner": "{% $outer + 1 %}"}, "Next": f"Tell {name}"}
        return {"StartAt": f"Set {name}", "States": {f"Set {name}": set_, f"Tell {name}": tell}}

    driver = run_of(
        Outer={"Type": "Pass", "Assign": {"outer": 1}, "Next": "Fan"},
        Fan={"Type": "Parallel", "Arguments": {}, "Branches": [branch("1"), branch("2")], "Next": "Tell"},
        Tell={
            "Type": "Pass",
            "Output": "{% {'branches': $states.input, 'inner': $exists($inner), 'outer': $outer} %}",
            "End": True,
        },
    )

    assert driver.output == {"branches": [2, 2], "inner": False, "outer": 1}


def test_a_fail_state_works_its_error_out() -> None:
    driver = run_of(End={"Type": "Fail", "Error": "{% 'Rate' & $states.input.rate %}", "Cause": "fixed"})

    assert driver.end is not None
    assert (driver.end.status, driver.end.error, driver.end.cause) == (RunStatus.FAILED, "Rate850", "fixed")


def test_states_of_both_languages_share_variables() -> None:
    driver = Driver(
        machine(
            A={"Type": "Pass", "Assign": {"rate.$": "$.rate"}, "Next": "B"},
            B={
                "Type": "Pass",
                "QueryLanguage": "JSONata",
                "Assign": {"rate": "{% $rate + 1 %}"},
                "Output": {"seen": "{% $rate %}"},
                "Next": "C",
            },
            C={"Type": "Pass", "Parameters": {"rate.$": "$rate", "seen.$": "$.seen"}, "End": True},
        ),
        LOAD,
    ).start()

    assert driver.output == {"rate": 851, "seen": 850}
