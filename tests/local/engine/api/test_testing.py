"""TestState through boto3: real calls, mocks and AWS's errors."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import passing

ECHO = "arn:aws:lambda:us-east-1:000000000000:function:echo"
ROLE = "arn:aws:iam::000000000000:role/booking"
TASK = json.dumps({"Type": "Task", "Resource": ECHO, "Next": "Book"})


def test_a_task_calls_its_function(client: Any) -> None:
    answer = client.test_state(definition=TASK, roleArn=ROLE, input='{"dot":7}', inspectionLevel="DEBUG")

    assert (answer["status"], answer["nextState"]) == ("SUCCEEDED", "Book")
    assert json.loads(answer["output"]) == json.loads(answer["inspectionData"]["result"]) == {"dot": 7}


def test_an_exception_of_the_function_is_the_states_error(client: Any, bench: Bench) -> None:
    def refuse(_event: Any, _context: Any) -> None:
        raise PermissionError("do not use")

    bench.functions.by_name["echo"] = refuse

    answer = client.test_state(definition=TASK, roleArn=ROLE)

    assert (answer["status"], answer["error"]) == ("FAILED", "PermissionError")
    assert json.loads(answer["cause"])["errorMessage"] == "do not use"


def test_a_mock_calls_nothing(client: Any) -> None:
    answer = client.test_state(definition=TASK, mock={"result": '"PASS"'})

    assert answer["output"] == '"PASS"'


def test_a_nested_execution_is_started(client: Any, bench: Bench) -> None:
    child = bench.machine(passing(), name="child")
    start = {
        "Type": "Task",
        "Resource": "arn:aws:states:::states:startExecution",
        "Parameters": {"StateMachineArn": child, "Input": {"a": 1}},
        "End": True,
    }

    answer = client.test_state(definition=json.dumps(start), roleArn=ROLE)
    bench.engine.settle()

    run = json.loads(answer["output"])["ExecutionArn"]
    assert bench.described(run)["output"] == '{"a":1}'


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"definition": "{}"}, "InvalidDefinition"),
        ({"definition": TASK, "input": "{half"}, "InvalidExecutionInput"),
        ({"definition": TASK, "mock": {"result": "{half"}}, "ValidationException"),
        ({"definition": TASK, "inspectionLevel": "ALL"}, "ValidationException"),
    ],
)
def test_refusals_carry_the_services_names(client: Any, request_: dict[str, Any], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        client.test_state(**request_)

    assert refused.value.response["Error"]["Code"] == code
