"""Functions: CodeDeploy moves the weight of each alias `live`, and moves it back when an alarm rings."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress

from botocore.exceptions import WaiterError

from local.deployment.clients import Client, Clients
from local.deployment.failures import DeploymentError, RolledBackError
from local.deployment.target import FunctionTarget

ALIAS = "live"
POLL_SECONDS = 10
LONGEST_SHIFT_SECONDS = 3600


def shift_functions(
    clients: Clients, targets: Sequence[FunctionTarget], poll: int = POLL_SECONDS
) -> list[str]:
    """Moves all of them at once; returns those that moved. Raises RolledBackError.

    When one is taken back, those that still move are as well; what has moved stays, for both versions work.
    """
    live = {target: live_version(clients.functions, target.name) for target in targets}
    moving = [target for target in targets if live[target] != target.version]
    started = {target.name: _start(clients.deployments, target, live[target]) for target in moving}
    try:
        for function, deployment in started.items():
            _wait(clients.deployments, function, deployment, poll)
    except RolledBackError:
        _stop(clients.deployments, started.values())
        raise
    return list(started)


def live_version(functions: Client, name: str) -> str:
    """The version that the alias gives all traffic to. Raises DeploymentError while a canary shares it."""
    alias = functions.get_alias(FunctionName=name, Name=ALIAS)
    if alias.get("RoutingConfig", {}).get("AdditionalVersionWeights"):
        raise DeploymentError(
            f"two versions of {name} share its traffic: let the running deployment end first"
        )
    return str(alias["FunctionVersion"])


def _stop(deployments: Client, started: Iterable[str]) -> None:
    for deployment in started:
        with suppress(deployments.exceptions.DeploymentAlreadyCompletedException):
            deployments.stop_deployment(deploymentId=deployment, autoRollbackEnabled=True)


def _start(deployments: Client, target: FunctionTarget, current: str) -> str:
    content = _specification(target, current)
    revision = {
        "revisionType": "AppSpecContent",
        "appSpecContent": {"content": content, "sha256": hashlib.sha256(content.encode()).hexdigest()},
    }
    answer = deployments.create_deployment(
        applicationName=f"chain-{target.service}", deploymentGroupName=target.name, revision=revision
    )
    return str(answer["deploymentId"])


def _specification(target: FunctionTarget, current: str) -> str:
    """https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html"""
    properties = {
        "Name": target.name,
        "Alias": ALIAS,
        "CurrentVersion": current,
        "TargetVersion": target.version,
    }
    resource = {"Type": "AWS::Lambda::Function", "Properties": properties}
    return json.dumps({"version": 0.0, "Resources": [{target.name: resource}]})


def _wait(deployments: Client, function: str, deployment: str, poll: int) -> None:
    attempts = {"Delay": poll, "MaxAttempts": LONGEST_SHIFT_SECONDS // max(poll, 1)}
    try:
        deployments.get_waiter("deployment_successful").wait(deploymentId=deployment, WaiterConfig=attempts)
    except WaiterError as error:
        found = deployments.get_deployment(deploymentId=deployment)["deploymentInfo"]
        reason = found.get("errorInformation", {}).get("message", "it took too long")
        raise RolledBackError(
            f"{function}: deployment {deployment} is {found['status']}, {reason}; the former version has all "
            "traffic. Read the function's log and alarms, then release a mended version"
        ) from error
