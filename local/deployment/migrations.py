"""Migrations: asked of the function in the network, before traffic moves and when the former code is gone."""

import json
from typing import Any, Literal

from local.deployment.clients import Client, Clients
from local.deployment.failures import DeploymentError, FormerCodeRunsError, MigrationFailedError
from local.deployment.functions import live_version as live_function
from local.deployment.machines import live_version as live_machine
from local.deployment.target import MIGRATIONS, MachineTarget, Target

Phase = Literal["expand", "contract"]


def migrate(clients: Clients, phase: Phase, target: Target) -> dict[str, list[str]]:
    """The revisions that ran, by service. Raises FormerCodeRunsError or MigrationFailedError."""
    if phase == "contract":
        require_former_code_gone(clients, target)
    applied: dict[str, list[str]] = _ask(clients, {"phase": phase}, Qualifier=target.migrations)["applied"]
    return applied


def require_fit(clients: Clients, target: Target) -> None:
    """Raises MigrationFailedError unless the release's code runs on the database as it is.

    The newest migration function knows the contracts that an older release's would not.
    """
    _ask(clients, {"phase": "check", "schemas": dict(target.schemas)})


def _ask(clients: Clients, event: dict[str, Any], **version: str) -> dict[str, Any]:
    answer = clients.functions.invoke(FunctionName=MIGRATIONS, Payload=json.dumps(event), **version)
    body: dict[str, Any] = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise MigrationFailedError(f"{body.get('errorType', 'Error')}: {body.get('errorMessage', body)}")
    return body


def require_former_code_gone(clients: Clients, target: Target) -> None:
    """Raises FormerCodeRunsError while an alias or a run in flight uses another version."""
    try:
        others = [
            each.name
            for each in target.functions
            if live_function(clients.functions, each.name) != each.version
        ]
        others += [
            each.arn for each in target.machines if live_machine(clients.machines, each) != each.version_arn
        ]
    except DeploymentError as sharing:
        raise FormerCodeRunsError(str(sharing)) from sharing
    if others:
        raise FormerCodeRunsError(f"{others[0]} does not run the release yet: `./chain deploy shift` first")
    for machine in target.machines:
        _require_no_former_run(clients.machines, machine)


def _require_no_former_run(machines: Client, target: MachineTarget) -> None:
    for version in machines.list_state_machine_versions(stateMachineArn=target.arn)["stateMachineVersions"]:
        version_arn = version["stateMachineVersionArn"]
        if version_arn == target.version_arn:
            continue
        running = machines.list_executions(stateMachineArn=version_arn, statusFilter="RUNNING", maxResults=1)
        if running["executions"]:
            run, number = running["executions"][0]["executionArn"], version_arn.rsplit(":", 1)[1]
            raise FormerCodeRunsError(
                f"{run} runs on version {number}: contract when it and its like have ended"
            )
