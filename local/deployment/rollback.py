"""Back to a former release at once: no canary, because what runs now is known to be bad."""

from local.deployment.clients import Client, Clients
from local.deployment.failures import OtherEnvironmentError
from local.deployment.functions import ALIAS
from local.deployment.machines import WHOLE
from local.deployment.target import MIGRATIONS, FunctionTarget, MachineTarget, Target


def roll_back(clients: Clients, target: Target) -> list[str]:
    """Names of what moved. New runs and calls use the target at once; runs in flight keep their version."""
    moved = [each.name for each in target.functions if _move_function(clients.functions, each)]
    return moved + [each.arn for each in target.machines if _move_machine(clients.machines, each)]


def require_environment(clients: Clients, environment: str) -> None:
    """Raises OtherEnvironmentError unless Terraform tagged this account's functions as of it."""
    arn = f"arn:aws:lambda:{clients.region}:{clients.account}:function:{MIGRATIONS}"
    found = clients.functions.list_tags(Resource=arn)["Tags"].get("Environment", "none")
    if found != environment:
        raise OtherEnvironmentError(
            f"these credentials are of {found}, not of {environment}: sign in to the account of {environment}"
        )


def _move_function(functions: Client, target: FunctionTarget) -> bool:
    alias = functions.get_alias(FunctionName=target.name, Name=ALIAS)
    shared = alias.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})
    if alias["FunctionVersion"] == target.version and not shared:
        return False
    functions.update_alias(
        FunctionName=target.name,
        Name=ALIAS,
        FunctionVersion=target.version,
        RoutingConfig={"AdditionalVersionWeights": {}},
        RevisionId=alias["RevisionId"],
    )
    return True


def _move_machine(machines: Client, target: MachineTarget) -> bool:
    alias = machines.describe_state_machine_alias(stateMachineAliasArn=target.alias_arn)
    whole = [{"stateMachineVersionArn": target.version_arn, "weight": WHOLE}]
    if [route for route in alias["routingConfiguration"] if route["weight"] > 0] == whole:
        return False
    machines.update_state_machine_alias(stateMachineAliasArn=target.alias_arn, routingConfiguration=whole)
    return True
