"""What a context object given with a mock may hold."""

import json
from typing import Any

import pytest

from local.engine.test_state.request import RefusedTestError
from tests.local.engine.test_state.trials import task, tried

RESULT = {"result": "{}", "fieldValidationMode": "NONE"}
WAITING = "arn:aws:states:::sqs:sendMessage.waitForTaskToken"


@pytest.mark.parametrize(
    ("context", "why"),
    [
        ({"Execution": {"Id": 1}}, "Execution.Id must be a string"),
        ({"State": {"RetryCount": "1"}}, "State.RetryCount must be a number"),
        ({"State": []}, "State must be an object"),
        ({"Execution": {"Load": 1}}, "Field 'Load' is not allowed"),
        ({"Load": {}}, "Field 'Load' is not allowed"),
        ({"Map": {"Item": {}}}, "'Map' field is not supported when mocking a Context object"),
        (
            {"Task": {"Token": "t"}},
            (
                "Context object contains 'Task' when state is not a Task state with a '.sync' or "
                "'.waitForTaskToken' service integration pattern"
            ),
        ),
    ],
)
def test_what_it_may_not_hold_is_refused(context: dict[str, Any], why: str) -> None:
    with pytest.raises(RefusedTestError) as refused:
        tried(task(), mock=RESULT, context=json.dumps(context))

    assert refused.value.message == f"Invalid Context object provided: {why}"


@pytest.mark.parametrize(
    "context",
    [{}, {"Execution": {}}, {"Execution": {"Input": [1], "Name": "run"}, "State": {"RetryCount": 2}}],
)
def test_parts_of_it_are_enough(context: dict[str, Any]) -> None:
    state = task(ResultSelector={"seen.$": "$$"})

    assert tried(state, mock=RESULT, context=json.dumps(context))["output"] == {"seen": context}


def test_a_task_that_waits_sees_its_token() -> None:
    state = task(Resource=WAITING, Parameters={"MessageBody.$": "$$.Task.Token", "QueueUrl": "q"})

    answer = tried(state, mock=RESULT, context=json.dumps({"Task": {"Token": "t"}}), inspectionLevel="DEBUG")

    assert answer["inspectionData"]["afterParameters"]["MessageBody"] == "t"
