"""A former release gets all traffic at once, in the environment that was named and no other."""

from typing import Any

import pytest

from local.deployment.failures import OtherEnvironmentError
from local.deployment.rollback import require_environment, roll_back
from local.deployment.target import FunctionTarget, MachineTarget, Target
from tests.local.deployment.aws import ScriptedAws

NAME = "chain-booking-api"
MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:chain-booking-booking"
TARGET = Target((FunctionTarget("booking", NAME, "6"),), (MachineTarget(MACHINE, f"{MACHINE}:3"),), "2", {})


def alias_is_at(aws: ScriptedAws, version: str, **routing: Any) -> None:
    asked = {"FunctionName": NAME, "Name": "live"}
    found = {"FunctionVersion": version, "RevisionId": "r", **routing}
    aws.expect("lambda", "get_alias", asked, found)


def machine_is_at(aws: ScriptedAws, **weights: int) -> None:
    routes = [
        {"stateMachineVersionArn": f"{MACHINE}:{version[1:]}", "weight": weight}
        for version, weight in weights.items()
    ]
    asked = {"stateMachineAliasArn": f"{MACHINE}:live"}
    aws.expect("stepfunctions", "describe_state_machine_alias", asked, {"routingConfiguration": routes})


def function_moves(aws: ScriptedAws) -> None:
    asked = {
        "FunctionName": NAME,
        "Name": "live",
        "FunctionVersion": "6",
        "RoutingConfig": {"AdditionalVersionWeights": {}},
        "RevisionId": "r",
    }
    aws.expect("lambda", "update_alias", asked, {})


def machine_moves(aws: ScriptedAws) -> None:
    whole = [{"stateMachineVersionArn": f"{MACHINE}:3", "weight": 100}]
    asked = {"stateMachineAliasArn": f"{MACHINE}:live", "routingConfiguration": whole}
    aws.expect("stepfunctions", "update_state_machine_alias", asked, {"updateDate": "2026-11-26"})


def test_functions_and_machines_go_back_whole(aws: ScriptedAws) -> None:
    alias_is_at(aws, "7")
    function_moves(aws)
    machine_is_at(aws, v4=100)
    machine_moves(aws)

    assert roll_back(aws.clients, TARGET) == [NAME, MACHINE]


def test_a_running_canary_ends(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6", RoutingConfig={"AdditionalVersionWeights": {"7": 0.1}})
    function_moves(aws)
    machine_is_at(aws, v3=90, v4=10)
    machine_moves(aws)

    assert roll_back(aws.clients, TARGET) == [NAME, MACHINE]


def test_what_runs_that_release_is_left_alone(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6")
    machine_is_at(aws, v3=100)

    assert roll_back(aws.clients, TARGET) == []


@pytest.mark.parametrize("tags", [{"Environment": "prod"}, {}])
def test_credentials_of_another_environment_are_refused(aws: ScriptedAws, tags: dict[str, str]) -> None:
    arn = f"arn:aws:lambda:{aws.clients.region}:{aws.clients.account}:function:chain-migrations"
    aws.expect("lambda", "list_tags", {"Resource": arn}, {"Tags": tags})

    with pytest.raises(OtherEnvironmentError, match="sign in to the account of dev"):
        require_environment(aws.clients, "dev")


def test_credentials_of_the_environment_are_taken(aws: ScriptedAws) -> None:
    arn = f"arn:aws:lambda:{aws.clients.region}:{aws.clients.account}:function:chain-migrations"
    aws.expect("lambda", "list_tags", {"Resource": arn}, {"Tags": {"Environment": "dev"}})

    require_environment(aws.clients, "dev")
