"""Executions over boto3: names, input, paging, stop."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine.api.errors import ApiError, ErrorName
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import ROLE, ask, call, passing, sequence


def create(client: Any, definition: str, name: str = "machine") -> str:
    answer = client.create_state_machine(name=name, definition=definition, roleArn=ROLE)
    return str(answer["stateMachineArn"])


def refused(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_a_task_machine_runs_to_its_end_over_boto3(client: Any, bench: Bench) -> None:
    bench.functions.by_name["greet"] = lambda event, _context: {"hello": event["name"]}
    machine = create(client, sequence(Greet=call("greet")))

    started = client.start_execution(stateMachineArn=machine, name="first", input='{"name":"Ada"}')
    bench.engine.settle()

    described = client.describe_execution(executionArn=started["executionArn"])
    assert described["status"] == "SUCCEEDED"
    assert json.loads(described["output"]) == {"hello": "Ada"}
    assert described["startDate"] == datetime(2027, 3, 1, tzinfo=UTC)
    assert described["executionArn"] == "arn:aws:states:us-east-1:000000000000:execution:machine:first"


def test_the_same_name_and_input_is_the_same_run_while_it_runs(client: Any, bench: Bench) -> None:
    machine = create(client, sequence(Ask=ask()))
    first = client.start_execution(stateMachineArn=machine, name="run", input='{"a":1}')

    again = client.start_execution(stateMachineArn=machine, name="run", input='{"a":1}')

    assert again["executionArn"] == first["executionArn"]
    assert again["startDate"] == first["startDate"]
    bench.engine.settle()
    assert len(bench.functions.tokens) == 1


def test_the_same_name_with_other_input_is_refused(client: Any) -> None:
    machine = create(client, sequence(Ask=ask()))
    client.start_execution(stateMachineArn=machine, name="run", input='{"a":1}')

    with pytest.raises(ClientError) as error:
        client.start_execution(stateMachineArn=machine, name="run", input='{"a":2}')

    assert refused(error) == "ExecutionAlreadyExists"


def test_the_name_of_an_ended_run_is_refused(client: Any, bench: Bench) -> None:
    machine = create(client, passing())
    client.start_execution(stateMachineArn=machine, name="run")
    bench.engine.settle()

    with pytest.raises(ClientError) as error:
        client.start_execution(stateMachineArn=machine, name="run")

    assert refused(error) == "ExecutionAlreadyExists"


@pytest.mark.parametrize(
    ("request_members", "code"),
    [
        ({"name": "a b"}, "InvalidName"),
        ({"name": "a/b"}, "InvalidName"),
        ({"name": "x" * 81}, "ValidationException"),
        ({"input": "no json"}, "InvalidExecutionInput"),
        ({"input": '"' + "x" * 262_143 + '"'}, "ValidationException"),
        ({"stateMachineArn": "nonsense"}, "InvalidArn"),
        (
            {"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:none"},
            "StateMachineDoesNotExist",
        ),
    ],
)
def test_bad_starts_are_refused_by_awss_names(
    client: Any, request_members: dict[str, Any], code: str
) -> None:
    machine = create(client, passing())

    with pytest.raises(ClientError) as error:
        client.start_execution(**{"stateMachineArn": machine} | request_members)

    assert refused(error) == code


def test_input_of_256_kb_is_taken(client: Any, bench: Bench) -> None:
    machine = create(client, passing())
    text = '"' + "x" * 262_142 + '"'

    started = client.start_execution(stateMachineArn=machine, input=text)

    bench.engine.settle()
    assert client.describe_execution(executionArn=started["executionArn"])["output"] == text


def test_text_that_postgres_cannot_hold_as_such_is_kept(client: Any, bench: Bench) -> None:
    machine = create(client, passing())
    text = json.dumps({"nul": "\0", "lone": "\ud800", "emoji": "🚚"})

    started = client.start_execution(stateMachineArn=machine, input=text)

    bench.engine.settle()
    described = client.describe_execution(executionArn=started["executionArn"])
    assert json.loads(described["output"]) == json.loads(text)


def test_executions_are_listed_newest_first_in_pages(client: Any, bench: Bench) -> None:
    machine = create(client, passing())
    for number in range(5):
        bench.start(machine, f"run-{number}")

    pages = client.get_paginator("list_executions").paginate(
        stateMachineArn=machine, PaginationConfig={"PageSize": 2}
    )
    names = [[execution["name"] for execution in page["executions"]] for page in pages]

    assert names == [["run-4", "run-3"], ["run-2", "run-1"], ["run-0"]]


def test_executions_are_filtered_by_status(client: Any, bench: Bench) -> None:
    machine = create(client, sequence(Ask=ask()))
    stopped = bench.start(machine, "stopped")
    bench.start(machine, "running")
    client.stop_execution(executionArn=stopped)

    aborted = client.list_executions(stateMachineArn=machine, statusFilter="ABORTED")["executions"]

    assert [execution["name"] for execution in aborted] == ["stopped"]


def test_a_forged_page_token_is_refused(client: Any) -> None:
    machine = create(client, passing())

    with pytest.raises(ClientError) as error:
        client.list_executions(stateMachineArn=machine, nextToken="forged")

    assert refused(error) == "InvalidToken"


def test_a_stopped_run_is_aborted_with_error_and_cause(client: Any, bench: Bench) -> None:
    machine = create(client, sequence(Ask=ask()))
    run = bench.start(machine)

    client.stop_execution(executionArn=run, error="Cancelled", cause="the shipper called")

    described = client.describe_execution(executionArn=run)
    assert (described["status"], described["error"], described["cause"]) == (
        "ABORTED",
        "Cancelled",
        "the shipper called",
    )
    assert bench.types(run)[-1] == "ExecutionAborted"


def test_stopping_an_ended_run_changes_nothing(client: Any, bench: Bench) -> None:
    run = bench.start(create(client, passing()))

    client.stop_execution(executionArn=run)

    assert bench.status(run) == "SUCCEEDED"


def test_an_unknown_execution_is_named_so(client: Any) -> None:
    with pytest.raises(ClientError) as error:
        client.describe_execution(executionArn="arn:aws:states:us-east-1:000000000000:execution:m:none")

    assert refused(error) == "ExecutionDoesNotExist"


def test_a_missing_member_is_a_validation_exception(bench: Bench) -> None:
    with pytest.raises(ApiError, match="executionArn") as error:
        bench.engine.call("DescribeExecution", {})

    assert error.value.name is ErrorName.VALIDATION
