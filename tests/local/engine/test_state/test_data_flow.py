"""What TestState shows of the data on its way through a state."""

from typing import Any

import pytest

from local.engine.asl.errors import InvalidDefinition
from local.engine.asl.payload import Payload
from local.engine.asl.states import TaskState
from local.engine.test_state.working import StatedError
from tests.local.engine.test_state.trials import FUNCTION, ROLE, each, machine, task, tried

DEBUG = "DEBUG"


def test_a_pass_state_shows_every_stage() -> None:
    state = {
        "Type": "Pass",
        "InputPath": "$.load",
        "Parameters": {"lane.$": "$.lane"},
        "ResultPath": "$.seen",
        "OutputPath": "$.seen",
        "End": True,
    }
    given = {"load": {"lane": "L-C"}}

    assert tried(state, given=given, inspectionLevel=DEBUG) == {
        "status": "SUCCEEDED",
        "output": {"lane": "L-C"},
        "inspectionData": {
            "input": given,
            "afterInputPath": {"lane": "L-C"},
            "afterParameters": {"lane": "L-C"},
            "afterResultSelector": {"lane": "L-C"},
            "afterResultPath": {**given, "seen": {"lane": "L-C"}},
        },
    }


def test_info_shows_no_stages() -> None:
    assert tried({"Type": "Succeed"}, given={"a": 1}) == {"status": "SUCCEEDED", "output": {"a": 1}}


def test_a_failed_evaluation_shows_how_far_it_came() -> None:
    state = {"Type": "Pass", "Parameters": {"lane.$": "$.nowhere"}, "End": True}

    answer = tried(state, given={"a": 1}, inspectionLevel=DEBUG)

    assert (answer["status"], answer["error"]) == ("FAILED", "States.Runtime")
    assert "could not be found in the input" in answer["cause"]
    assert answer["inspectionData"] == {"input": {"a": 1}, "afterInputPath": {"a": 1}}


def test_a_task_without_a_mock_is_called() -> None:
    asked: list[tuple[str, str]] = []

    def call(state: TaskState, parameters: Payload) -> str:
        asked.append((state.resource.arn, parameters.text))
        return '{"verdict":"PASS"}'

    state = {"Type": "Task", "Resource": FUNCTION, "Parameters": {"dot.$": "$.dot"}, "Next": "Book"}
    answer = tried(state, call, given={"dot": 7}, roleArn=ROLE)

    assert asked == [(FUNCTION, '{"dot":7}')]
    assert answer == {"status": "SUCCEEDED", "output": {"verdict": "PASS"}, "nextState": "Book"}


def test_a_call_that_fails_fails_the_state() -> None:
    def call(_state: TaskState, _parameters: Payload) -> str:
        raise StatedError("Down", None)

    assert tried(task(), call, roleArn=ROLE) == {"status": "FAILED", "error": "Down"}


@pytest.mark.parametrize(("rate", "next_state"), [(81000, "Book"), (99000, "Decline")])
def test_a_choice_says_where_it_leads(rate: int, next_state: str) -> None:
    rule = {"Variable": "$.rate", "NumericLessThan": 90000, "Next": "Book"}
    state = {"Type": "Choice", "Choices": [rule], "Default": "Decline"}

    answer = tried(state, given={"rate": rate})

    assert answer == {"status": "SUCCEEDED", "output": {"rate": rate}, "nextState": next_state}


def test_a_wait_is_worked_out_and_not_waited_for() -> None:
    state = {"Type": "Wait", "SecondsPath": "$.seconds", "Next": "Ask"}

    assert tried(state, given={"seconds": 900})["nextState"] == "Ask"
    assert tried(state, given={"seconds": "soon"})["error"] == "States.Runtime"


def test_a_fail_state_fails_as_it_says() -> None:
    state = {"Type": "Fail", "Error": "Refused", "CausePath": "$.why"}

    assert tried(state, given={"why": "no authority"}) == {
        "status": "FAILED",
        "error": "Refused",
        "cause": "no authority",
    }


def test_variables_come_in_and_are_shown_with_those_assigned() -> None:
    state = {"Type": "Pass", "Parameters": {"x.$": "$rate"}, "Assign": {"next": 2}, "End": True}

    answer = tried(state, variables='{"rate": 1}', inspectionLevel=DEBUG)

    assert answer["output"] == {"x": 1}
    assert answer["inspectionData"]["variables"] == {"rate": 1, "next": 2}


def test_a_jsonata_task_shows_its_arguments() -> None:
    state = {
        "Type": "Task",
        "QueryLanguage": "JSONata",
        "Resource": FUNCTION,
        "Arguments": {"dot": "{% $states.input.dot %}"},
        "Output": "{% $states.result.verdict %}",
        "End": True,
    }

    answer = tried(state, given={"dot": 7}, mock={"result": '{"verdict":"PASS"}'}, inspectionLevel=DEBUG)

    assert answer["output"] == "PASS"
    assert answer["inspectionData"] == {
        "input": {"dot": 7},
        "afterArguments": {"dot": 7},
        "result": {"verdict": "PASS"},
    }


def test_the_context_object_is_that_of_a_run() -> None:
    state = {"Type": "Pass", "Parameters": {"context.$": "$$"}, "End": True}

    assert tried(state, given={"a": 1}, roleArn=ROLE)["output"]["context"] == {
        "Execution": {
            "Id": "arn:aws:states:us-east-1:111111111111:express:m:r",
            "Input": {"a": 1},
            "StartTime": "2027-03-14T08:00:00.000Z",
            "Name": "r",
            "RoleArn": ROLE,
        },
        "State": {"Name": "StateName", "EnteredTime": "2027-03-14T08:00:00.000Z"},
        "StateMachine": {"Id": "arn:aws:states:us-east-1:111111111111:stateMachine:m", "Name": "m"},
    }


def test_a_state_is_found_wherever_it_stands_in_the_machine() -> None:
    inner = {"Type": "Pass", "Parameters": {"item.$": "$$.Map.Item.Value"}, "End": True}
    stops = each(ItemProcessor=machine(Stop=inner))
    both = {"Type": "Parallel", "Branches": [machine(Out=stops)], "End": True}

    answer = tried(machine(Both=both), stateName="Stop", given={"city": "Laredo"})

    assert answer["output"] == {"item": {"city": "Laredo"}}


@pytest.mark.parametrize(
    ("definition", "state_name", "message"),
    [
        (machine(A={"Type": "Succeed"}), None, "A stateName is needed"),
        ({"Type": "Task", "End": True}, None, r"These fields are required: \[Resource\] at /'"),
        ({"Type": "Wait", "Seconds": -1, "End": True}, None, "at /Seconds"),
        ([], None, "Expected value of type"),
    ],
)
def test_a_definition_that_cannot_be_tested_is_refused(
    definition: Any, state_name: str | None, message: str
) -> None:
    named = {} if state_name is None else {"stateName": state_name}

    with pytest.raises(InvalidDefinition, match=message):
        tried(definition, **named)
