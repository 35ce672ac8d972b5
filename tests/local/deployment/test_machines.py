"""New runs of a machine try the release first; an alarm gives all of them back to the former version."""

import pytest

from local.deployment.failures import DeploymentError, RolledBackError
from local.deployment.machines import Canary, shift_machines
from local.deployment.target import MachineTarget
from tests.local.deployment.aws import ScriptedAws

ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:chain-booking-booking"
OLD, NEW = f"{ARN}:3", f"{ARN}:4"
TARGET = MachineTarget(ARN, NEW)
CANARY = Canary(percent=10, minutes=1)


def no_sleep(_seconds: float) -> None:
    """Nothing to wait for."""


def routes(**weights: int) -> list[dict[str, object]]:
    named = {"old": OLD, "new": NEW}
    return [{"stateMachineVersionArn": named[name], "weight": weight} for name, weight in weights.items()]


def alias_gives(aws: ScriptedAws, **weights: int) -> None:
    asked = {"stateMachineAliasArn": f"{ARN}:live"}
    aws.expect(
        "stepfunctions", "describe_state_machine_alias", asked, {"routingConfiguration": routes(**weights)}
    )


def it_is_told(aws: ScriptedAws, **weights: int) -> None:
    asked = {"stateMachineAliasArn": f"{ARN}:live", "routingConfiguration": routes(**weights)}
    aws.expect("stepfunctions", "update_state_machine_alias", asked, {"updateDate": "2026-11-26T12:00:00Z"})


def alarms_ring(aws: ScriptedAws, *machines: str) -> None:
    ringing = [
        {"AlarmName": "chain-booking-failures", "Dimensions": [{"Name": "StateMachineArn", "Value": machine}]}
        for machine in machines
    ]
    asked = {"StateValue": "ALARM", "AlarmTypes": ["MetricAlarm"]}
    aws.expect("cloudwatch", "describe_alarms", asked, {"MetricAlarms": ringing})


def test_a_part_of_the_new_runs_goes_first_then_all(aws: ScriptedAws) -> None:
    alias_gives(aws, old=100)
    it_is_told(aws, old=90, new=10)
    alarms_ring(aws)
    alarms_ring(aws, "arn:of:another:machine")
    it_is_told(aws, new=100)

    assert shift_machines(aws.clients, [TARGET], CANARY, no_sleep) == [ARN]


def test_an_alarm_of_the_machine_gives_them_back(aws: ScriptedAws) -> None:
    alias_gives(aws, old=100)
    it_is_told(aws, old=90, new=10)
    alarms_ring(aws, ARN)
    it_is_told(aws, old=100)

    with pytest.raises(RolledBackError, match="chain-booking-failures rang"):
        shift_machines(aws.clients, [TARGET], CANARY, no_sleep)


def test_a_machine_that_runs_the_release_is_left_alone(aws: ScriptedAws) -> None:
    alias_gives(aws, new=100)

    assert shift_machines(aws.clients, [TARGET], CANARY, no_sleep) == []


def test_two_versions_in_a_canary_are_not_touched(aws: ScriptedAws) -> None:
    alias_gives(aws, old=90, new=10)

    with pytest.raises(DeploymentError, match="share the new runs"):
        shift_machines(aws.clients, [TARGET], CANARY, no_sleep)
