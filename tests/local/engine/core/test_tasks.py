from __future__ import annotations

import json

import pytest

from local.engine.commands import AbandonTask, Pattern, RunStatus
from local.engine.stimuli import (
    TaskFailed,
    TaskHeartbeat,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
    TimerFired,
)
from tests.local.engine.core.builders import INVOKE, LAMBDA, SEND_AND_WAIT, Driver, machine, task


def test_a_function_named_by_its_arn_writes_lambda_events() -> None:
    driver = Driver(machine(Offer=task(TimeoutSeconds=5)), {"load": 1}).start()

    assert driver.calls[0].parameters == '{"load":1}'
    assert driver.calls[0].resource == LAMBDA
    scheduled = driver.events[2]
    assert scheduled.details["timeoutInSeconds"] == 5

    driver.tell(TaskSucceeded(3, '{"rate":1}'))

    assert driver.shape == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "TaskStateEntered"),
        (3, 2, "LambdaFunctionScheduled"),
        (4, 3, "LambdaFunctionStarted"),
        (5, 4, "LambdaFunctionSucceeded"),
        (6, 5, "TaskStateExited"),
        (7, 6, "ExecutionSucceeded"),
    ]
    assert driver.output == {"rate": 1}
    assert driver.timers == {}
    assert driver.run.status is RunStatus.SUCCEEDED


def test_an_integration_shows_its_service_and_action() -> None:
    parameters = {"FunctionName": "offer", "Payload.$": "$"}
    driver = Driver(machine(Offer=task(Resource=INVOKE, Parameters=parameters)), {"load": 1}).start()

    details = driver.events[2].details
    assert (details["resourceType"], details["resource"], details["region"]) == (
        "lambda",
        "invoke",
        "us-east-1",
    )
    assert json.loads(details["parameters"]) == {"FunctionName": "offer", "Payload": {"load": 1}}


def test_a_callback_gets_its_token_and_waits_for_it_after_the_call() -> None:
    parameters = {"QueueUrl": "q", "MessageBody": {"Token.$": "$$.Task.Token"}}
    sign = task(Resource=SEND_AND_WAIT, Parameters=parameters)
    driver = Driver(machine(Sign=sign)).start()

    call = driver.calls[0]
    assert call.pattern is Pattern.WAIT_FOR_TASK_TOKEN
    assert call.token == "token-3"
    assert json.loads(call.parameters)["MessageBody"] == {"Token": "token-3"}

    driver.tell(TaskSubmitted(3, "{}"))
    assert driver.run.waits_for(3)
    driver.tell(TaskSucceeded(3, '"signed"'))
    assert driver.output == "signed"
    assert "TaskSubmitted" in driver.types


def test_a_missed_heartbeat_can_be_caught_by_its_own_name() -> None:
    catch = [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Silent"}]
    sign = task(Resource=SEND_AND_WAIT, HeartbeatSeconds=10, TimeoutSeconds=60, Catch=catch)
    driver = Driver(machine(Sign=sign, Silent={"Type": "Succeed"})).start()

    driver.tell(TaskHeartbeat(3), after=8)
    assert driver.seconds_until("heartbeat:3") == 10
    step = driver.tell(TimerFired("heartbeat:3"), after=10)

    assert AbandonTask(3) in step.commands
    assert driver.timers == {}
    assert driver.output == {"Error": "States.Timeout", "Cause": None}


def test_the_whole_time_out_is_not_a_missed_heartbeat() -> None:
    catch = [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Silent"}]
    sign = task(Resource=SEND_AND_WAIT, HeartbeatSeconds=10, TimeoutSeconds=60, Catch=catch)
    driver = Driver(machine(Sign=sign, Silent={"Type": "Succeed"})).start()

    driver.tell(TimerFired("timeout:3"), after=60)

    assert driver.types[-2:] == ["TaskTimedOut", "ExecutionFailed"]
    assert driver.end is not None
    assert driver.end.error == "States.Timeout"


def test_a_time_limit_may_come_from_the_input() -> None:
    offer = task(TimeoutSecondsPath="$.policy.ttl")
    driver = Driver(machine(Offer=offer), {"policy": {"ttl": 90}}).start()

    assert driver.seconds_until("timeout:3") == 90


@pytest.mark.parametrize("field", ["TimeoutSecondsPath", "HeartbeatSecondsPath"])
def test_a_time_limit_that_is_not_in_the_input_is_told_as_a_path(field: str) -> None:
    driver = Driver(machine(Offer=task(**{field: "$.policy.ttl"})), {"policy": {}}).start()

    assert driver.end is not None
    assert str(driver.end.cause).endswith(
        "Invalid path '$.policy.ttl' : No results for path: $['policy']['ttl']"
    )


@pytest.mark.parametrize("ttl", [0, -5, 10**12, 1.5, "nine", None, {}])
def test_a_time_limit_of_the_input_must_be_a_number_of_seconds(ttl: object) -> None:
    driver = Driver(machine(Offer=task(TimeoutSecondsPath="$.ttl")), {"ttl": ttl}).start()

    assert driver.end is not None
    assert driver.end.error == "States.Runtime"


def test_an_answer_that_is_no_json_fails_the_task() -> None:
    driver = Driver(machine(Offer=task())).start()

    driver.tell(TaskSucceeded(3, "not json"))

    assert driver.types[-2:] == ["LambdaFunctionFailed", "ExecutionFailed"]


def test_a_late_answer_changes_nothing() -> None:
    driver = Driver(machine(Offer=task(TimeoutSeconds=5))).start()
    driver.tell(TimerFired("timeout:3"), after=5)
    length = len(driver.events)

    step = driver.tell(TaskSucceeded(3, "{}"))

    assert step.events == ()
    assert step.commands == ()
    assert len(driver.events) == length


def test_a_result_of_more_than_256_kilobytes_fails_the_task() -> None:
    driver = Driver(machine(Offer=task())).start()

    driver.tell(TaskSucceeded(3, json.dumps("ä" * 140_000, ensure_ascii=False)))

    assert driver.end is not None
    assert driver.end.error == "States.DataLimitExceeded"
    assert f"'{LAMBDA}' returned a result" in str(driver.end.cause)


def test_an_activity_starts_when_a_worker_takes_it() -> None:
    activity = "arn:aws:states:us-east-1:000000000000:activity:check"
    driver = Driver(machine(Check=task(Resource=activity))).start()
    assert driver.types[-1] == "ActivityScheduled"

    driver.tell(TaskStarted(3, "dispatcher"))
    assert driver.events[-1].details == {"workerName": "dispatcher"}
    driver.tell(TaskFailed(3, "NotVetted", "insurance expired"))

    assert driver.types[-2:] == ["ActivityFailed", "ExecutionFailed"]


def test_the_result_goes_where_the_result_path_says() -> None:
    offer = task(ResultSelector={"cents.$": "$.rate"}, ResultPath="$.offer", OutputPath="$.offer")
    driver = Driver(machine(Offer=offer), {"load": 1}).start()

    driver.tell(TaskSucceeded(3, '{"rate":125000,"noise":true}'))

    assert driver.output == {"cents": 125000}


def test_a_call_names_the_execution_and_its_machine() -> None:
    driver = Driver(machine(Offer=task()), {}).start()

    run = driver.execution
    assert driver.calls[0].caller == (run.execution_arn, run.state_machine_arn)


ROLE = "arn:aws:iam::111111111111:role/partner"


@pytest.mark.parametrize(
    ("credentials", "language"),
    [
        ({"RoleArn": ROLE}, {}),
        ({"RoleArn.$": "$.load.role"}, {}),
        ({"RoleArn.$": "States.Format('{}', $$.Execution.Input.load.role)"}, {}),
        ({"RoleArn": "{% $states.input.load.role %}"}, {"QueryLanguage": "JSONata"}),
    ],
)
def test_the_role_of_a_task_is_told_when_it_is_scheduled(
    credentials: dict[str, str], language: dict[str, str]
) -> None:
    offer = task(Credentials=credentials, **language)
    driver = Driver(machine(Offer=offer), {"load": {"role": ROLE}}).start()

    assert driver.events[2].details["taskCredentials"] == {"roleArn": ROLE}


def test_a_role_that_is_not_in_the_input_fails_the_run() -> None:
    driver = Driver(machine(Offer=task(Credentials={"RoleArn.$": "$.role"}))).start()

    assert driver.end is not None
    assert "'$.role' specified for the field 'RoleArn.$'" in str(driver.end.cause)


def test_an_activity_has_no_role() -> None:
    sign = "arn:aws:states:us-east-1:111111111111:activity:sign"
    driver = Driver(machine(Sign=task(Resource=sign, Credentials={"RoleArn": ROLE}))).start()

    assert "taskCredentials" not in driver.events[2].details
