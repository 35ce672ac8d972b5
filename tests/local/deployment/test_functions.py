"""CodeDeploy moves the aliases; what it undoes is told."""

import hashlib
import json
from typing import Any

import pytest

from local.deployment.failures import DeploymentError, RolledBackError
from local.deployment.functions import shift_functions
from local.deployment.target import FunctionTarget
from tests.local.deployment.aws import ScriptedAws

NAME = "chain-booking-api"
TARGET = FunctionTarget("booking", NAME, "7")
DEPLOYMENT = "d-ABCDEF123"


def alias_is_at(aws: ScriptedAws, version: str, **routing: Any) -> None:
    asked = {"FunctionName": NAME, "Name": "live"}
    aws.expect("lambda", "get_alias", asked, {"FunctionVersion": version, **routing})


def a_deployment_starts(aws: ScriptedAws) -> None:
    properties = {"Name": NAME, "Alias": "live", "CurrentVersion": "6", "TargetVersion": "7"}
    resource = {NAME: {"Type": "AWS::Lambda::Function", "Properties": properties}}
    content = json.dumps({"version": 0.0, "Resources": [resource]})
    digest = hashlib.sha256(content.encode()).hexdigest()
    asked = {
        "applicationName": "chain-booking",
        "deploymentGroupName": NAME,
        "revision": {
            "revisionType": "AppSpecContent",
            "appSpecContent": {"content": content, "sha256": digest},
        },
    }
    aws.expect("codedeploy", "create_deployment", asked, {"deploymentId": DEPLOYMENT})


def it_is(aws: ScriptedAws, status: str, **more: Any) -> None:
    found = {"deploymentInfo": {"deploymentId": DEPLOYMENT, "status": status, **more}}
    aws.expect("codedeploy", "get_deployment", {"deploymentId": DEPLOYMENT}, found)


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

    with pytest.raises(RolledBackError, match="chain-booking-errors-api rang"):
        shift_functions(aws.clients, [TARGET], poll=0)


def test_a_running_canary_is_not_overtaken(aws: ScriptedAws) -> None:
    alias_is_at(aws, "6", RoutingConfig={"AdditionalVersionWeights": {"5": 0.1}})

    with pytest.raises(DeploymentError, match="let the running deployment end"):
        shift_functions(aws.clients, [TARGET], poll=0)
