"""State machines: the alias `live` gives new runs to two versions by weight; runs in flight keep theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from local.deployment.clients import Client, Clients
from local.deployment.failures import DeploymentError, RolledBackError
from local.deployment.target import MachineTarget

WHOLE = 100
LOOK_SECONDS = 30


@dataclass(frozen=True)
class Canary:
    """So many percent of new runs for so many minutes; then all of them, unless an alarm rings."""

    percent: int
    minutes: int


def shift_machines(
    clients: Clients, targets: Sequence[MachineTarget], canary: Canary, sleep: Callable[[float], None]
) -> list[str]:
    """Moves all of them together; returns the ARNs of those that moved. Raises RolledBackError."""
    moving = {
        target: current
        for target in targets
        if (current := live_version(clients.machines, target)) != target.version_arn
    }
    for target, current in moving.items():
        _route(clients.machines, target, current, canary.percent)
    for _ in range(canary.minutes * 60 // LOOK_SECONDS if moving else 0):
        sleep(LOOK_SECONDS)
        ringing = sorted(name for target in moving for name in alarms_of(clients.alarms, target.arn))
        if ringing:
            _undo(clients.machines, moving, ringing)
    for target in moving:
        _route(clients.machines, target, target.version_arn, WHOLE)
    return [target.arn for target in moving]


def live_version(machines: Client, target: MachineTarget) -> str:
    """The version that gets all new runs. Raises DeploymentError while two share them."""
    alias = machines.describe_state_machine_alias(stateMachineAliasArn=target.alias_arn)
    routes = [route for route in alias["routingConfiguration"] if route["weight"] > 0]
    if len(routes) > 1:
        raise DeploymentError(
            f"two versions share the new runs of {target.alias_arn}: let that release end first"
        )
    return str(routes[0]["stateMachineVersionArn"])


def alarms_of(alarms: Client, machine_arn: str) -> Iterator[str]:
    """Names of the alarms that watch the machine and ring."""
    pages = alarms.get_paginator("describe_alarms").paginate(StateValue="ALARM", AlarmTypes=["MetricAlarm"])
    for page in pages:
        for alarm in page["MetricAlarms"]:
            if {"Name": "StateMachineArn", "Value": machine_arn} in alarm.get("Dimensions", []):
                yield alarm["AlarmName"]


def _route(machines: Client, target: MachineTarget, current: str, percent: int) -> None:
    weights = {current: WHOLE - percent, target.version_arn: percent}
    machines.update_state_machine_alias(
        stateMachineAliasArn=target.alias_arn,
        routingConfiguration=[
            {"stateMachineVersionArn": version, "weight": weight}
            for version, weight in weights.items()
            if weight
        ],
    )


def _undo(machines: Client, moving: dict[MachineTarget, str], ringing: Sequence[str]) -> None:
    for target, current in moving.items():
        _route(machines, target, current, 0)
    raise RolledBackError(
        f"{', '.join(ringing)} rang: the former versions get all new runs again. "
        "Runs that the new ones started keep them: read their histories, then release a mended version"
    )
