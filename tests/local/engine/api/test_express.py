"""EXPRESS machines: synchronous and asynchronous, and what AWS refuses them."""

import json
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.engine.clock import VirtualClock
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ROLE, ask, call, passing, sequence, start_run, wait

ACTIVITY = {"Type": "Task", "Resource": "arn:aws:states:us-east-1:000000000000:activity:sign"}
NOT_OF_THIS_TYPE = "This operation is not supported by this type of state machine"


def refusal(error: pytest.ExceptionInfo[ClientError]) -> tuple[str, str]:
    answer = error.value.response["Error"]
    return str(answer["Code"]), str(answer["Message"])


def test_a_synchronous_execution_answers_in_awss_shape(client: Any, bench: Bench) -> None:
    machine = bench.machine(sequence(Call=call("echo")), kind="EXPRESS")

    answer = client.start_sync_execution(
        stateMachineArn=machine, name="run", input='{"n":1}', traceHeader="Root=1"
    )

    assert answer["executionArn"].startswith("arn:aws:states:us-east-1:000000000000:express:machine:run:")
    assert answer["stopDate"] >= answer["startDate"]
    del answer["executionArn"], answer["startDate"], answer["stopDate"], answer["ResponseMetadata"]
    assert answer == {
        "stateMachineArn": machine,
        "name": "run",
        "status": "SUCCEEDED",
        "input": '{"n":1}',
        "inputDetails": {"included": True},
        "output": '{"n": 1}',
        "outputDetails": {"included": True},
        "traceHeader": "Root=1",
        "billingDetails": {"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 0},
    }


def test_a_failed_synchronous_execution_carries_error_and_cause(client: Any, bench: Bench) -> None:
    fail = {"Type": "Fail", "Error": "Declined", "Cause": "no truck"}
    machine = bench.machine(json.dumps({"StartAt": "F", "States": {"F": fail}}), kind="EXPRESS")

    answer = client.start_sync_execution(stateMachineArn=machine)

    assert (answer["status"], answer["error"], answer["cause"]) == ("FAILED", "Declined", "no truck")
    assert "output" not in answer


def test_an_express_execution_has_five_minutes(bench: Bench) -> None:
    machine = bench.machine(sequence(Pause=wait(301)), kind="EXPRESS")
    answers: list[dict[str, Any]] = []
    request = {"stateMachineArn": machine}
    caller = Thread(
        target=lambda: answers.append(bench.engine.call("StartSyncExecution", request)), daemon=True
    )

    caller.start()
    while bench.engine.driver.timers.next_due() is None:
        caller.join(0.01)
        assert caller.is_alive()
    bench.engine.advance(timedelta(seconds=299))
    still_running = not answers
    bench.engine.advance(timedelta(seconds=1))
    caller.join(10)

    assert still_running
    assert (answers[0]["status"], answers[0]["billingDetails"]["billedDurationInMilliseconds"]) == (
        "TIMED_OUT",
        300_000,
    )


def test_a_standard_machine_is_not_started_synchronously(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing())

    with pytest.raises(ClientError) as error:
        client.start_sync_execution(stateMachineArn=machine)

    assert refusal(error) == ("StateMachineTypeNotSupported", NOT_OF_THIS_TYPE)


def test_an_asynchronous_execution_has_no_history_api(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing(), kind="EXPRESS")
    run = client.start_execution(stateMachineArn=machine, name="run")["executionArn"]

    for ask_for in (
        client.describe_execution,
        client.stop_execution,
        client.get_execution_history,
        client.redrive_execution,
        client.describe_state_machine_for_execution,
    ):
        with pytest.raises(ClientError) as error:
            ask_for(executionArn=run)
        assert refusal(error) == (
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: express'",
        )
    with pytest.raises(ClientError) as error:
        client.list_executions(stateMachineArn=machine)
    assert refusal(error) == ("StateMachineTypeNotSupported", NOT_OF_THIS_TYPE)


def test_an_express_name_may_be_used_again_at_once(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing(), kind="EXPRESS")

    runs = {
        client.start_execution(stateMachineArn=machine, name="run")["executionArn"],
        client.start_execution(stateMachineArn=machine, name="run")["executionArn"],
    }

    assert len(runs) == 2


@pytest.mark.parametrize(
    ("state", "problem"),
    [
        (ask(), "'.waitForTaskToken' service integration "),
        (
            start_run("arn:aws:states:us-east-1:000000000000:stateMachine:m", ".sync"),
            "'.sync' service integration",
        ),
        (
            start_run("arn:aws:states:us-east-1:000000000000:stateMachine:m", ".sync:2"),
            "'.sync' service integration",
        ),
        (ACTIVITY, "Activity ARN"),
    ],
)
def test_what_waits_for_somebody_is_refused_at_creation(client: Any, state: Any, problem: str) -> None:
    with pytest.raises(ClientError) as error:
        client.create_state_machine(
            name="express", definition=sequence(Asks=state), roleArn=ROLE, type="EXPRESS"
        )

    found = f"Express state machine does not support {problem} at /States/Asks/Resource"
    assert refusal(error) == (
        "InvalidDefinition",
        f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {found}'",
    )


def test_what_waits_is_found_in_branches_and_by_validation_too(client: Any) -> None:
    branch = json.loads(sequence(Asks=ask()))
    definition = sequence(Fan={"Type": "Parallel", "Branches": [branch]})

    found = client.validate_state_machine_definition(definition=definition, type="EXPRESS")
    standard = client.validate_state_machine_definition(definition=definition)

    assert [finding["location"] for finding in found["diagnostics"]] == [
        "/States/Fan/Branches[0]/States/Asks/Resource"
    ]
    assert (found["result"], standard["result"]) == ("FAIL", "OK")


def test_an_update_of_an_express_machine_is_checked_too(client: Any, bench: Bench) -> None:
    machine = bench.machine(passing(), kind="EXPRESS")

    with pytest.raises(client.exceptions.InvalidDefinition):
        client.update_state_machine(stateMachineArn=machine, definition=sequence(Asks=ask()))


def test_an_express_child_of_sync_is_refused_in_the_run(bench: Bench) -> None:
    child = bench.machine(passing(), "child", kind="EXPRESS")

    run = bench.start(bench.machine(sequence(Start=start_run(child, ".sync:2")), "parent"))

    described = bench.described(run)
    assert described["error"] == "StepFunctions.StateMachineTypeNotSupportedException"
    assert described["cause"].startswith(NOT_OF_THIS_TYPE)


def test_an_express_run_that_a_crash_took_is_forgotten(engine_database: str) -> None:
    functions = Functions()
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, workers=InlineWorkers()) as engine:
        machine = Bench(engine, functions).machine(sequence(Call=call("echo")), kind="EXPRESS")
        engine.call("StartExecution", {"stateMachineArn": machine})

    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, workers=InlineWorkers()) as engine:
        assert engine.settle()
        assert engine.driver.journal.owed() == []
