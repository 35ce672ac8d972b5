"""CodeDeploy moves the aliases; what it undoes is told."""

import hashlib
import json
from typing import Any

import pytest

from local.deployment.failures import DeploymentError, RolledBackError
from local.deployment.functions import shift_functions
from local.deployment.target import FunctionTarget
from tests.local.deployment.aws import ScriptedAws

NAME, OTHER = "chain-booking-api", "chain-booking-relay"
TARGET, OTHER_TARGET = FunctionTarget("booking", NAME, "7"), FunctionTarget("booking", OTHER, "7")
DEPLOYMENT, OTHER_DEPLOYMENT = "d-ABCDEF123", "d-ABCDEF456"


def alias_is_at(aws: ScriptedAws, version: str, name: str = NAME, **routing: Any) -> None:
    asked = {"FunctionName": name, "Name": "live"}
    aws.expect("lambda", "get_alias", asked, {"FunctionVersion": version, **routing})


def a_deployment_starts(aws: ScriptedAws, name: str = NAME, deployment: str = DEPLOYMENT) -> None:
    properties = {"Name": name, "Alias": "live", "CurrentVersion": "6", "TargetVersion": "7"}
    resource = {name: {"Type": "AWS::Lambda::Function", "Properties": properties}}
    content = json.dumps({"version": 0.0, "Resources": [resource]})
    digest = hashlib.sha256(content.encode()).hexdigest()
    asked = {
        "applicationName": "chain-booking",
        "deploymentGroupName": name,
        "revision": {
            "revisionType": "AppSpecContent",
            "appSpecContent": {"content": content, "sha256": digest},
        },
    }
    aws.expect("codedeploy", "create_deployment", asked, {"deploymentId": deployment})


def it_is(aws: ScriptedAws, status: str, **more: Any) -> None:
    found = {"deploymentInfo": {"deploymentId": DEPLOYMENT, "status": status, **more}}
    aws.expect("codedeploy", "get_deployment", {"deploymentId": DEPLOYMENT}, found)


def it_is_stopped(aws: ScriptedAws, deployment: str) -> None:
    asked = {"deploymentId": deployment, "autoRollbackEnabled": True}
    aws.expect("codedeploy", "stop_deployment", asked, {"status": "Succeeded"})


def test_a_function_moves_by_a_deployment_of_its_own_group(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6")
    a_deployment_starts(aws)
    it_is(aws, "InProgress")
    it_is(aws, "Succeeded")

    assert shift_functions(aws.clients, [TARGET], poll=0) == [NAME]


def test_a_function_that_runs_the_release_is_left_alone(aws: ScriptedAws) -> None:
    alias_is_at(aws, "7")

    assert shift_functions(aws.clients, [TARGET], poll=0) == []


def test_an_alarm_takes_the_traffic_back_and_is_told(aws: ScriptedAws) -> None:
    rang = {"code": "ALARM_ACTIVE", "message": "chain-booking-errors-api rang"}
    alias_is_at(aws, "6")
    a_deployment_starts(aws)
    it_is(aws, "Stopped")
    it_is(aws, "Stopped", errorInformation=rang)
    aws.refuse("codedeploy", "stop_deployment", "DeploymentAlreadyCompletedException")

    with pytest.raises(RolledBackError, match="chain-booking-errors-api rang"):
        shift_functions(aws.clients, [TARGET], poll=0)


def test_what_still_moves_is_stopped_when_one_is_taken_back(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6")
    alias_is_at(aws, "6", OTHER)
    a_deployment_starts(aws)
    a_deployment_starts(aws, OTHER, OTHER_DEPLOYMENT)
    it_is(aws, "Failed")
    it_is(aws, "Failed")
    aws.refuse("codedeploy", "stop_deployment", "DeploymentAlreadyCompletedException")
    it_is_stopped(aws, OTHER_DEPLOYMENT)

    with pytest.raises(RolledBackError, match=DEPLOYMENT):
        shift_functions(aws.clients, [TARGET, OTHER_TARGET], poll=0)


def test_nothing_starts_beside_a_running_canary(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6", OTHER)
    alias_is_at(aws, "6", RoutingConfig={"AdditionalVersionWeights": {"5": 0.1}})

    with pytest.raises(DeploymentError, match="let the running deployment end"):
        shift_functions(aws.clients, [OTHER_TARGET, TARGET], poll=0)
