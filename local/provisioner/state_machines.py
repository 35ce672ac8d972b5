"""State machines on the engine: the rendered ASL with ARNs in it, published, with the alias `live` on top."""

import json
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.declaration.checks import PLACEHOLDER
from local.provisioner.clients import Client, is_error
from local.provisioner.platform import ACCOUNT, REGION
from local.provisioner.roles import machine_role, role_arn
from local.provisioner.site import LIVE, Site


class DefinitionRefusedError(Exception):
    """The engine refused a definition; the message carries its reasons."""


def ensure_state_machines(site: Site, root: Path) -> None:
    """Creates or updates each machine. A run goes on with the version that it was started with.

    Raises DefinitionRefusedError.
    """
    states = site.clients.of("stepfunctions")
    for name in site.declaration.state_machines:
        _ensure_log_group(site, log_group(site, name))
        try:
            version = _ensure_machine(states, site, name, definition(site, root, name))
        except ClientError as error:
            if not is_error(error, "InvalidDefinition", "SchemaValidationFailed"):
                raise
            file = site.declaration.state_machines[name].definition
            raise DefinitionRefusedError(f"{file} was refused: {error}") from error
        if version:
            _point_alias(states, site.arns.of("state_machine", name), version)


def definition(site: Site, root: Path, name: str) -> str:
    """The machine's ASL with its placeholders replaced, as it is given to Step Functions."""
    machine = site.declaration.state_machines[name]
    values = {key: site.value(reference) for key, reference in machine.placeholders.items()}
    return PLACEHOLDER.sub(lambda found: values[found[1]], (root / machine.definition).read_text())


def log_group(site: Site, name: str) -> str:
    """Where the machine's failures are logged, without the data of its runs: they name persons."""
    return f"/aws/vendedlogs/states/{site.name(name)}"


def _ensure_log_group(site: Site, group: str) -> None:
    logs = site.clients.of("logs")
    found = logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    if group not in [known["logGroupName"] for known in found]:
        logs.create_log_group(logGroupName=group)


def _ensure_machine(states: Client, site: Site, name: str, wanted: str) -> str | None:
    """The version to which `live` shall point, or None when nothing changed."""
    arn, settings = site.arns.of("state_machine", name), _settings(site, name, wanted)
    found = _described(states, arn)
    if found is None:
        created = states.create_state_machine(name=site.name(name), type="STANDARD", publish=True, **settings)
        return str(created["stateMachineVersionArn"])
    if _is_as_wanted(found, settings) and _has_alias(states, arn):
        return None
    updated = states.update_state_machine(stateMachineArn=arn, publish=True, **settings)
    return str(updated["stateMachineVersionArn"])


def _settings(site: Site, name: str, wanted: str) -> dict[str, Any]:
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{log_group(site, name)}:*"
    return {
        "definition": wanted,
        "roleArn": role_arn(site, machine_role(name)),
        "loggingConfiguration": {
            "level": "ERROR",
            "includeExecutionData": False,
            "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}],
        },
        "tracingConfiguration": {"enabled": True},
    }


def _is_as_wanted(found: dict[str, Any], settings: dict[str, Any]) -> bool:
    same_definition = json.loads(found["definition"]) == json.loads(settings["definition"])
    return same_definition and all(
        found[name] == value for name, value in settings.items() if name != "definition"
    )


def _described(states: Client, arn: str) -> dict[str, Any] | None:
    try:
        return dict(states.describe_state_machine(stateMachineArn=arn))
    except ClientError as error:
        if not is_error(error, "StateMachineDoesNotExist"):
            raise
        return None


def _has_alias(states: Client, arn: str) -> bool:
    aliases = states.list_state_machine_aliases(stateMachineArn=arn)["stateMachineAliases"]
    return any(alias["stateMachineAliasArn"] == f"{arn}:{LIVE}" for alias in aliases)


def _point_alias(states: Client, arn: str, version: str) -> None:
    routes = [{"stateMachineVersionArn": version, "weight": 100}]
    if _has_alias(states, arn):
        states.update_state_machine_alias(stateMachineAliasArn=f"{arn}:{LIVE}", routingConfiguration=routes)
    else:
        states.create_state_machine_alias(name=LIVE, routingConfiguration=routes)
