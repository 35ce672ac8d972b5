"""Map runs through boto3, which checks each answer against AWS's model."""

import json
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from local.engine.api.errors import ApiError
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ask, distributed, passing, sequence

NOWHERE = "arn:aws:states:us-east-1:000000000000:mapRun:machine/each:nowhere"


def start(bench: Bench, state: dict[str, Any], given: Any) -> str:
    return bench.start(bench.machine(sequence(Each=state)), text=json.dumps(given))


def required(operation: str, answer: dict[str, Any]) -> set[str]:
    """The required members that the answer lacks, at any depth."""
    model = ServiceModel(Loader().load_service_model("stepfunctions", "service-2"), "stepfunctions")

    def missing(shape: Any, value: Any) -> set[str]:
        if shape.type_name == "list":
            return {name for each in value for name in missing(shape.member, each)}
        if shape.type_name != "structure":
            return set()
        lacking: set[str] = set(shape.required_members) - value.keys()
        return lacking.union(
            *(missing(shape.members[name], value[name]) for name in value if name in shape.members)
        )

    return missing(model.operation_model(operation).output_shape, answer)


def test_a_map_run_is_described_in_awss_shape(bench: Bench, client: Any) -> None:
    state = distributed(sequence(Ask=ask()), MaxConcurrency=1, ToleratedFailurePercentage=50, Label="each")
    run = start(bench, state, [1, 2, 3])
    (listed,) = client.list_map_runs(executionArn=run)["mapRuns"]

    described = client.describe_map_run(mapRunArn=listed["mapRunArn"])

    assert required("DescribeMapRun", described) == set()
    assert (described["status"], described["executionArn"], described["maxConcurrency"]) == (
        "RUNNING",
        run,
        1,
    )
    assert (described["toleratedFailurePercentage"], described["toleratedFailureCount"]) == (50.0, 0)
    counts = {name: count for name, count in described["itemCounts"].items() if count}
    assert counts == {"pending": 2, "running": 1, "total": 3}
    assert described["executionCounts"] == described["itemCounts"]


def test_the_map_runs_of_an_execution_are_listed_page_by_page(bench: Bench, client: Any) -> None:
    other = sequence(Other={"Type": "Pass"})
    machine = bench.machine(sequence(First=distributed(passing()), Second=distributed(other)))
    run = bench.start(machine, text="[1]")

    first = client.list_map_runs(executionArn=run, maxResults=1)
    second = client.list_map_runs(executionArn=run, maxResults=1, nextToken=first["nextToken"])

    assert "nextToken" not in second
    assert required("ListMapRuns", first) == set()
    assert first["mapRuns"][0]["mapRunArn"] != second["mapRuns"][0]["mapRunArn"]
    assert "stopDate" in first["mapRuns"][0]


def test_children_are_listed_by_their_map_run_and_status(bench: Bench, client: Any) -> None:
    state = distributed(sequence(Ask=ask()), ItemBatcher={"MaxItemsPerBatch": 2}, MaxConcurrency=1)
    run = start(bench, state, [1, 2, 3])
    arn = client.list_map_runs(executionArn=run)["mapRuns"][0]["mapRunArn"]
    client.send_task_success(taskToken=bench.functions.tokens[0], output="1")
    bench.engine.settle()

    listed = client.list_executions(mapRunArn=arn, statusFilter="RUNNING")["executions"]

    assert [(child["mapRunArn"], child["itemCount"]) for child in listed] == [(arn, 1)]
    assert required("ListExecutions", {"executions": listed}) == set()


def test_limits_are_changed_while_the_map_run_goes_on(bench: Bench, client: Any) -> None:
    run = start(bench, distributed(sequence(Ask=ask()), MaxConcurrency=1), [1, 2])
    arn = client.list_map_runs(executionArn=run)["mapRuns"][0]["mapRunArn"]

    client.update_map_run(
        mapRunArn=arn, maxConcurrency=2, toleratedFailureCount=1, toleratedFailurePercentage=75
    )
    bench.engine.settle()

    described = client.describe_map_run(mapRunArn=arn)
    assert (described["maxConcurrency"], described["toleratedFailureCount"]) == (2, 1)
    assert described["executionCounts"]["running"] == 2


def test_the_history_names_the_map_run(bench: Bench, client: Any) -> None:
    run = start(bench, distributed(passing()), [1])

    events = client.get_execution_history(executionArn=run)["events"]

    (started,) = [event for event in events if event["type"] == "MapRunStarted"]
    arn = client.list_map_runs(executionArn=run)["mapRuns"][0]["mapRunArn"]
    assert started["mapRunStartedEventDetails"] == {"mapRunArn": arn}


@pytest.mark.parametrize(
    ("action", "request_", "error"),
    [
        ("DescribeMapRun", {"mapRunArn": NOWHERE}, "ResourceNotFound"),
        (
            "DescribeMapRun",
            {"mapRunArn": "arn:aws:states:us-east-1:000000000000:mapRun:machine"},
            "InvalidArn",
        ),
        ("UpdateMapRun", {"mapRunArn": NOWHERE, "maxConcurrency": 1}, "ResourceNotFound"),
        ("ListExecutions", {"mapRunArn": NOWHERE}, "ResourceNotFound"),
        ("ListExecutions", {"mapRunArn": NOWHERE, "stateMachineArn": NOWHERE}, "ValidationException"),
        ("ListExecutions", {}, "ValidationException"),
        (
            "ListMapRuns",
            {"executionArn": "arn:aws:states:us-east-1:000000000000:execution:machine:no"},
            "ExecutionDoesNotExist",
        ),
    ],
)
def test_what_is_refused(bench: Bench, action: str, request_: dict[str, Any], error: str) -> None:
    with pytest.raises(ApiError) as refused:
        bench.engine.call(action, request_)

    assert refused.value.name == error


@pytest.mark.parametrize("limit", [{"maxConcurrency": -1}, {"toleratedFailurePercentage": 101.0}])
def test_limits_that_cannot_be(bench: Bench, limit: dict[str, Any]) -> None:
    run = start(bench, distributed(passing()), [1])
    arn = bench.engine.call("ListMapRuns", {"executionArn": run})["mapRuns"][0]["mapRunArn"]

    with pytest.raises(ApiError, match="ValidationException"):
        bench.engine.call("UpdateMapRun", {"mapRunArn": arn, **limit})
