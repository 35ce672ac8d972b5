"""Executions that start executions: fire and forget, `.sync`, `.sync:2`, Express children."""

import json
from typing import Any

import pytest

from local.engine.api.errors import ApiError, ErrorName
from tests.local.engine.bench import Bench, served, stepfunctions
from tests.local.engine.definitions import ask, call, passing, sequence, start_run

CHILD_ARN = "arn:aws:states:us-east-1:000000000000:execution:child:"


def start_express(machine_arn: str, **members: Any) -> dict[str, Any]:
    parameters = {"StateMachineArn": machine_arn, "Input": {"from": "parent"}}
    resource = "arn:aws:states:::aws-sdk:sfn:startSyncExecution"
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, **members}


def output(bench: Bench, execution_arn: str) -> Any:
    return json.loads(bench.described(execution_arn)["output"])


def test_request_response_answers_with_the_childs_arn(bench: Bench) -> None:
    child = bench.machine(passing(), "child")

    run = bench.start(bench.machine(sequence(Start=start_run(child)), "parent"))

    answered = output(bench, run)
    assert answered["ExecutionArn"].startswith(CHILD_ARN)
    assert bench.described(answered["ExecutionArn"])["input"] == '{"from":"parent"}'
    assert bench.types(run)[2:5] == ["TaskScheduled", "TaskStarted", "TaskSucceeded"]


@pytest.mark.parametrize(("pattern", "expected"), [(".sync", '"done"'), (".sync:2", "done")])
def test_sync_waits_for_the_childs_output(bench: Bench, pattern: str, expected: str) -> None:
    child = bench.machine(sequence(Ask=ask()), "child")
    run = bench.start(bench.machine(sequence(Start=start_run(child, pattern)), "parent"))
    before = bench.status(run)

    answer = {"taskToken": bench.functions.tokens[0], "output": '"done"'}
    bench.engine.call("SendTaskSuccess", answer)
    bench.engine.settle()

    assert before == "RUNNING"
    assert output(bench, run)["Output"] == expected
    assert output(bench, run)["Status"] == "SUCCEEDED"
    assert bench.types(run)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]


def test_a_child_that_ends_at_once_is_submitted_first(bench: Bench) -> None:
    child = bench.machine(passing(), "child")

    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))

    assert bench.types(run)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]


def test_a_failed_child_fails_the_parents_task(bench: Bench) -> None:
    fail = {"Type": "Fail", "Error": "Broken", "Cause": "no truck"}
    child = bench.machine(json.dumps({"StartAt": "F", "States": {"F": fail}}), "child")

    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync:2")), "parent"))

    described = bench.described(run)
    assert described["error"] == "States.TaskFailed"
    cause = json.loads(described["cause"])
    assert (cause["Status"], cause["Error"], cause["Cause"]) == ("FAILED", "Broken", "no truck")


def test_stopping_the_parent_stops_its_child(bench: Bench) -> None:
    child = bench.machine(sequence(Ask=ask()), "child")
    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync")), "parent"))

    bench.engine.call("StopExecution", {"executionArn": run})
    bench.engine.settle()

    children = bench.engine.call("ListExecutions", {"stateMachineArn": child})["executions"]
    assert [execution["status"] for execution in children] == ["ABORTED"]


def test_a_taken_name_is_stepfunctions_error(bench: Bench) -> None:
    child = bench.machine(passing(), "child")
    bench.start(child, "taken")
    start = start_run(child)
    start["Parameters"]["Name"] = "taken"

    run = bench.start(bench.machine(sequence(Start=start), "parent"))

    assert bench.described(run)["error"] == "StepFunctions.ExecutionAlreadyExistsException"


def test_a_missing_machine_is_stepfunctions_error(bench: Bench) -> None:
    missing = "arn:aws:states:us-east-1:000000000000:stateMachine:none"

    run = bench.start(bench.machine(sequence(Start=start_run(missing)), "parent"))

    assert bench.described(run)["error"] == "StepFunctions.StateMachineDoesNotExistException"


def test_an_express_child_answers_with_its_output(bench: Bench) -> None:
    child = bench.machine(sequence(Call=call("echo")), "child", kind="EXPRESS")

    run = bench.start(bench.machine(sequence(Start=start_express(child)), "parent"))

    answered = output(bench, run)
    assert (answered["Status"], json.loads(answered["Output"])) == ("SUCCEEDED", {"from": "parent"})
    assert bench.types(run).count("TaskSucceeded") == 1


def test_an_express_run_leaves_no_row_and_no_memory(bench: Bench) -> None:
    machine = bench.machine(sequence(Call=call("echo")), kind="EXPRESS")

    answer = bench.engine.call("StartSyncExecution", {"stateMachineArn": machine, "input": '{"n":1}'})

    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"n": 1})
    assert ":express:machine:" in answer["executionArn"]
    assert bench.engine.driver.journal.load(-1) is None
    assert bench.engine.executions.by_arn(answer["executionArn"]) is None


def test_only_express_machines_start_synchronously(bench: Bench) -> None:
    machine = bench.machine(passing())

    with pytest.raises(ApiError) as error:
        bench.engine.call("StartSyncExecution", {"stateMachineArn": machine})

    assert error.value.name is ErrorName.STATE_MACHINE_TYPE_NOT_SUPPORTED


def test_an_express_machine_answers_boto3(bench: Bench) -> None:
    machine = bench.machine(sequence(Call=call("echo")), kind="EXPRESS")

    with served(bench.engine) as url:
        client = stepfunctions(url)
        answer = client.start_sync_execution(stateMachineArn=machine, input='{"n":2}')

    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"n": 2})
    assert answer["billingDetails"]["billedMemoryUsedInMB"] == 64
