"""GetExecutionHistory: AWS's shape, paging, order."""

import json
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, call, sequence, wait


@pytest.fixture
def run(bench: Bench) -> str:
    """A run of two tasks and a wait, ended."""
    machine = bench.machine(sequence(First=call("echo"), Pause=wait(1), Ask=ask()))
    arn = bench.start(machine)
    bench.engine.jump()
    request = {"taskToken": bench.functions.tokens[0], "output": '"answer"'}
    bench.engine.call("SendTaskSuccess", request)
    bench.engine.settle()
    return arn


def test_every_event_fits_botocores_model(bench: Bench, run: str) -> None:
    model = ServiceModel(Loader().load_service_model("stepfunctions", "service-2"))
    shape = model.shape_for("GetExecutionHistoryOutput")
    history = bench.engine.call("GetExecutionHistory", {"executionArn": run})

    report = ParamValidator().validate(history, shape)

    assert not report.has_errors(), report.generate_report()
    assert {event["type"] for event in history["events"]} >= {"LambdaFunctionSucceeded", "TaskSubmitted"}


def test_a_failed_evaluation_and_assigned_variables_fit_botocores_model(bench: Bench, client: Any) -> None:
    definition = {
        "QueryLanguage": "JSONata",
        "StartAt": "Set",
        "States": {
            "Set": {"Type": "Pass", "Assign": {"rate": "{% 850 %}"}, "Next": "Tell"},
            "Tell": {"Type": "Pass", "Output": {"none": "{% $nothing %}"}, "End": True},
        },
    }
    arn = bench.start(bench.machine(json.dumps(definition)))
    bench.engine.settle()

    events = client.get_execution_history(executionArn=arn)["events"]

    assert events[2]["stateExitedEventDetails"]["assignedVariables"] == {"rate": "850"}
    assert events[4]["evaluationFailedEventDetails"]["location"] == "Output/none"
    assert client.describe_execution(executionArn=arn)["error"] == "States.QueryEvaluationError"


def test_ids_count_up_and_point_back(client: Any, run: str) -> None:
    events = client.get_execution_history(executionArn=run)["events"]

    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    assert all(event["previousEventId"] < event["id"] for event in events)
    assert events[0]["previousEventId"] == 0


def test_pages_join_to_the_whole(client: Any, run: str) -> None:
    whole = client.get_execution_history(executionArn=run)["events"]

    pages = client.get_paginator("get_execution_history").paginate(
        executionArn=run, PaginationConfig={"PageSize": 3}
    )

    joined = [event for page in pages for event in page["events"]]
    assert joined == whole
    assert len(whole) > 3


def test_reverse_order_pages_backwards(client: Any, run: str) -> None:
    whole = client.get_execution_history(executionArn=run)["events"]

    pages = client.get_paginator("get_execution_history").paginate(
        executionArn=run, reverseOrder=True, PaginationConfig={"PageSize": 4}
    )

    assert [event["id"] for page in pages for event in page["events"]] == [
        event["id"] for event in reversed(whole)
    ]


def test_execution_data_can_be_left_out(client: Any, run: str) -> None:
    events = client.get_execution_history(executionArn=run, includeExecutionData=False)["events"]

    assert "input" not in events[0]["executionStartedEventDetails"]
    assert events[0]["executionStartedEventDetails"]["roleArn"]
