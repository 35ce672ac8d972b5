"""The migration function is asked, and contracts wait for the former code's end."""

import io
import json
from typing import Any

import pytest
from botocore.response import StreamingBody

from local.deployment.failures import FormerCodeRunsError, MigrationFailedError
from local.deployment.migrations import migrate, require_fit
from local.deployment.target import FunctionTarget, MachineTarget, Target
from tests.local.deployment.aws import ScriptedAws

ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:chain-booking-booking"
RUN = "arn:aws:states:us-east-1:000000000000:execution:chain-booking-booking:one"
TARGET = Target(
    (FunctionTarget("booking", "chain-booking-api", "7"),),
    (MachineTarget(ARN, f"{ARN}:4"),),
    "5",
    {"booking": "0002"},
)


def the_newest_function_answers(aws: ScriptedAws, body: dict[str, Any], **more: str) -> None:
    text = json.dumps(body).encode()
    asked = {
        "FunctionName": "chain-migrations",
        "Payload": json.dumps({"phase": "check", "schemas": {"booking": "0002"}}),
    }
    payload = StreamingBody(io.BytesIO(text), len(text))
    aws.expect("lambda", "invoke", asked, {"StatusCode": 200, "Payload": payload, **more})


def the_function_answers(aws: ScriptedAws, phase: str, body: dict[str, Any], **more: str) -> None:
    text = json.dumps(body).encode()
    asked = {
        "FunctionName": "chain-migrations",
        "Qualifier": "5",
        "Payload": json.dumps({"phase": phase}),
    }
    payload = StreamingBody(io.BytesIO(text), len(text))
    aws.expect("lambda", "invoke", asked, {"StatusCode": 200, "Payload": payload, **more})


def aliases_are_at(aws: ScriptedAws, function: str, machine: str) -> None:
    asked = {"FunctionName": "chain-booking-api", "Name": "live"}
    aws.expect("lambda", "get_alias", asked, {"FunctionVersion": function})
    route = [{"stateMachineVersionArn": f"{ARN}:{machine}", "weight": 100}]
    alias = {"stateMachineAliasArn": f"{ARN}:live"}
    aws.expect("stepfunctions", "describe_state_machine_alias", alias, {"routingConfiguration": route})


def the_former_version_runs(aws: ScriptedAws, *runs: str) -> None:
    date = "2026-11-26T12:00:00Z"
    versions = [{"stateMachineVersionArn": f"{ARN}:{number}", "creationDate": date} for number in (4, 3)]
    asked = {"stateMachineArn": ARN}
    aws.expect("stepfunctions", "list_state_machine_versions", asked, {"stateMachineVersions": versions})
    found = [
        {"executionArn": run, "stateMachineArn": ARN, "name": "one", "status": "RUNNING", "startDate": date}
        for run in runs
    ]
    listed = {"stateMachineArn": f"{ARN}:3", "statusFilter": "RUNNING", "maxResults": 1}
    aws.expect("stepfunctions", "list_executions", listed, {"executions": found})


def test_expanding_asks_the_function_and_nobody_else(aws: ScriptedAws) -> None:
    the_function_answers(aws, "expand", {"applied": {"booking": ["0003"]}})

    assert migrate(aws.clients, "expand", TARGET) == {"booking": ["0003"]}


def test_what_the_function_refuses_is_told_in_its_words(aws: ScriptedAws) -> None:
    refusal = {"errorType": "NotBackwardCompatibleError", "errorMessage": "booking 0003 drops booking.loads"}
    the_function_answers(aws, "expand", refusal, FunctionError="Unhandled")

    with pytest.raises(MigrationFailedError, match=r"NotBackwardCompatibleError: booking 0003 drops"):
        migrate(aws.clients, "expand", TARGET)


def test_a_contract_runs_when_the_former_code_is_gone(aws: ScriptedAws) -> None:
    aliases_are_at(aws, "7", "4")
    the_former_version_runs(aws)
    the_function_answers(aws, "contract", {"applied": {"booking": ["0004"]}})

    assert migrate(aws.clients, "contract", TARGET) == {"booking": ["0004"]}


@pytest.mark.parametrize(("function", "machine"), [("6", "4"), ("7", "3")])
def test_a_contract_waits_for_the_shift(aws: ScriptedAws, function: str, machine: str) -> None:
    aliases_are_at(aws, function, machine)

    with pytest.raises(FormerCodeRunsError, match=r"`\./chain deploy shift` first"):
        migrate(aws.clients, "contract", TARGET)


def test_a_contract_waits_for_runs_in_flight(aws: ScriptedAws) -> None:
    aliases_are_at(aws, "7", "4")
    the_former_version_runs(aws, RUN)

    with pytest.raises(FormerCodeRunsError, match="one runs on version 3"):
        migrate(aws.clients, "contract", TARGET)


def test_traffic_moves_to_code_that_fits_the_database(aws: ScriptedAws) -> None:
    the_newest_function_answers(aws, {"applied": {}})

    require_fit(aws.clients, TARGET)


def test_code_that_does_not_fit_is_told(aws: ScriptedAws) -> None:
    refusal = {
        "errorType": "CodeUnfitError",
        "errorMessage": "booking 0004 took away what code before 0003 uses",
    }
    the_newest_function_answers(aws, refusal, FunctionError="Unhandled")

    with pytest.raises(MigrationFailedError, match="CodeUnfitError: booking 0004 took away"):
        require_fit(aws.clients, TARGET)
