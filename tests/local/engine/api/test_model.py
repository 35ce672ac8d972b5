"""Every action's answers and refusals against botocore's own model of Step Functions."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.engine.api.actions import ACTIONS
from local.engine.api.errors import ApiError, ErrorName
from local.engine.api.model import check_request, service
from local.engine.api.reference import table
from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from tests.local.engine.api.model_walk import broken, good, problems, without
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ROLE, ask, distributed, passing, sequence

README = Path(__file__).parents[4] / "local" / "engine" / "README.md"
ACCOUNT = "arn:aws:states:us-east-1:000000000000"
FAILS = json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}})
Request = dict[str, Any]


class Tour:
    """Calls the engine and checks each answer; `called` are the actions so far."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.called: set[str] = set()
        self.found: list[str] = []

    def call(self, action: str, request: Request) -> Any:
        answer = self.engine.call(action, request)
        self.called.add(action)
        shape = service().operation_model(action).output_shape
        self.found += problems(json.loads(json.dumps(answer)), shape, action)
        return answer

    def start(self, machine: str, name: str) -> str:
        arn: str = self.call("StartExecution", {"stateMachineArn": machine, "name": name})["executionArn"]
        self.engine.settle()
        return arn

    def machine(self, name: str, definition: str, **members: Any) -> str:
        request = {"name": name, "definition": definition, "roleArn": ROLE} | members
        arn: str = self.call("CreateStateMachine", request)["stateMachineArn"]
        return arn


def tour_machines(tour: Tour, _bench: Bench) -> None:
    arn = tour.machine("m", passing(), publish=True, tags=[{"key": "a", "value": "b"}])
    tour.call("UpdateStateMachine", {"stateMachineArn": arn, "roleArn": f"{ROLE}-2", "publish": True})
    tour.call("PublishStateMachineVersion", {"stateMachineArn": arn})
    for one in (arn, f"{arn}:1"):
        tour.call("DescribeStateMachine", {"stateMachineArn": one})
    tour.call("ListStateMachines", {})
    tour.call("ListStateMachineVersions", {"stateMachineArn": arn, "maxResults": 1})
    tour.call("ValidateStateMachineDefinition", {"definition": "{}"})
    tour.call("TagResource", {"resourceArn": arn, "tags": [{"key": "c", "value": "d"}]})
    tour.call("ListTagsForResource", {"resourceArn": arn})
    tour.call("UntagResource", {"resourceArn": arn, "tagKeys": ["c"]})
    routes = [{"stateMachineVersionArn": f"{arn}:1", "weight": 100}]
    alias = tour.call("CreateStateMachineAlias", {"name": "live", "routingConfiguration": routes})
    named = {"stateMachineAliasArn": alias["stateMachineAliasArn"]}
    tour.call("UpdateStateMachineAlias", named | {"description": "new"})
    tour.call("DescribeStateMachineAlias", named)
    tour.call("ListStateMachineAliases", {"stateMachineArn": arn})
    tour.call("DeleteStateMachineAlias", named)
    tour.call("DeleteStateMachineVersion", {"stateMachineVersionArn": f"{arn}:1"})
    tour.call("DeleteStateMachine", {"stateMachineArn": arn})
    tour.call("TestState", {"definition": '{"Type":"Pass","End":true}', "inspectionLevel": "TRACE"})


def tour_executions(tour: Tour, bench: Bench) -> None:
    asking = tour.machine("asking", sequence(Ask=ask(HeartbeatSeconds=60)))
    succeeded, failed, stopped = (tour.start(asking, name) for name in ("ok", "not", "stopped"))
    tokens = bench.functions.tokens
    tour.call("SendTaskHeartbeat", {"taskToken": tokens[0]})
    tour.call("SendTaskSuccess", {"taskToken": tokens[0], "output": "{}"})
    tour.call("SendTaskFailure", {"taskToken": tokens[1], "error": "E", "cause": "C"})
    tour.call("DescribeExecution", {"executionArn": stopped})
    tour.call("StopExecution", {"executionArn": stopped, "error": "E"})
    tour.call("RedriveExecution", {"executionArn": failed})
    tour.engine.settle()
    for run in (succeeded, failed, stopped):
        tour.call("DescribeExecution", {"executionArn": run})
        for with_data in (True, False):
            tour.call("GetExecutionHistory", {"executionArn": run, "includeExecutionData": with_data})
        tour.call("DescribeStateMachineForExecution", {"executionArn": run})
    tour.call("ListExecutions", {"stateMachineArn": asking, "maxResults": 2})
    express = tour.machine("express", passing(), type="EXPRESS")
    failing = tour.machine("failing", FAILS, type="EXPRESS")
    for machine in (express, failing):
        tour.call("StartSyncExecution", {"stateMachineArn": machine})


def tour_activities(tour: Tour, _bench: Bench) -> None:
    activity = tour.call("CreateActivity", {"name": "sign"})["activityArn"]
    tour.call("DescribeActivity", {"activityArn": activity})
    tour.call("ListActivities", {})
    tour.call("GetActivityTask", {"activityArn": activity})
    signing = sequence(Sign={"Type": "Task", "Resource": activity})
    tour.start(tour.machine("signing", signing), "run")
    tour.call("GetActivityTask", {"activityArn": activity, "workerName": "pat"})
    tour.call("DeleteActivity", {"activityArn": activity})


def tour_map_runs(tour: Tour, _bench: Bench) -> None:
    mapping = tour.machine("mapping", sequence(Each=distributed(sequence(Done={"Type": "Pass"}))))
    request = {"stateMachineArn": mapping, "name": "run", "input": "[1,2]"}
    run = tour.call("StartExecution", request)["executionArn"]
    tour.engine.settle()
    listed = tour.call("ListMapRuns", {"executionArn": run})["mapRuns"]
    named = {"mapRunArn": listed[0]["mapRunArn"]}
    tour.call("DescribeMapRun", named)
    child = tour.call("ListExecutions", named)["executions"][0]["executionArn"]
    tour.call("DescribeExecution", {"executionArn": child})
    tour.call("DescribeStateMachineForExecution", {"executionArn": child})
    tour.call("UpdateMapRun", named | {"maxConcurrency": 1})


TOURS: tuple[Callable[[Tour, Bench], None], ...] = (
    tour_machines,
    tour_executions,
    tour_activities,
    tour_map_runs,
)


def test_every_answer_is_as_the_model_says(bench: Bench) -> None:
    tour = Tour(bench.engine)
    for part in TOURS:
        part(tour, bench)

    assert tour.found == []
    assert sorted(set(ACTIONS) - tour.called) == []


def test_an_answer_that_is_not_as_the_model_says_is_found() -> None:
    shape = service().operation_model("DescribeExecution").output_shape
    answer = {"executionArn": 7, "status": "DONE", "startDate": "today", "extra": 1, "redriveCount": True}

    found = list(problems(answer, shape, "it"))

    assert found == [
        "it.stateMachineArn is missing",
        "it.extra is unknown",
        "it.executionArn is 7",
        "it.status is 'DONE'",
        "it.startDate is 'today'",
        "it.redriveCount is True",
    ]


@pytest.mark.parametrize("error", list(ErrorName))
def test_every_error_is_of_the_model_or_common_to_all_services(error: ErrorName) -> None:
    common = {ErrorName.UNKNOWN_OPERATION, ErrorName.SERVICE_UNAVAILABLE}
    shapes = {shape.name for shape in service().error_shapes}

    assert error in common or error in shapes


def violations() -> Iterator[Any]:
    """Every constraint of every member of every request, down to the members of members."""
    for action in sorted(ACTIONS):
        shape = service().operation_model(action).input_shape
        for name in shape.required_members:
            yield pytest.param(
                action, without(shape, name), f"'{name}'", "not be null", id=f"{action}-{name}"
            )
        for name, member in shape.members.items():
            for word, value in broken(member):
                yield pytest.param(
                    action, good(shape) | {name: value}, f"'{name}", word, id=f"{action}-{name}-{word}"
                )


def test_every_constraint_of_a_request_is_kept() -> None:
    cases = [case.values for case in violations()]
    for action, request, member, word in cases:
        with pytest.raises(ApiError, match=re.escape(word)) as error:
            check_request(action, request)
        assert error.value.name is ErrorName.VALIDATION
        assert member in error.value.message
    assert len(cases) > 250


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_a_request_with_what_is_required_is_valid(action: str) -> None:
    check_request(action, good(service().operation_model(action).input_shape))


def test_an_unknown_member_is_refused(bench: Bench) -> None:
    with pytest.raises(ApiError, match="'executionARN'"):
        bench.engine.call(
            "DescribeExecution", {"executionArn": f"{ACCOUNT}:execution:m:r", "executionARN": "x"}
        )


def test_null_is_what_is_not_there(bench: Bench) -> None:
    assert isinstance(bench.engine.clock, VirtualClock)
    answer = bench.engine.call("ListStateMachines", {"nextToken": None, "maxResults": None})

    assert answer == {"stateMachines": []}


def test_the_readme_lists_the_actions() -> None:
    listed = README.read_text().partition("<!-- actions -->\n")[2].partition("<!-- /actions -->")[0]

    assert listed == table(), "write it anew: python -m local.engine.api.reference"
