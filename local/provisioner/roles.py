"""One IAM role for each function and state machine, with exactly the declared actions."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.exceptions import ClientError

from local.declaration.model import Permission
from local.provisioner.clients import Client, is_error
from local.provisioner.platform import ACCOUNT
from local.provisioner.site import Site

POLICY = "declared"
OBJECT_ACTIONS = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")


def role_arn(site: Site, name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:role/{site.name(name)}"


def machine_role(name: str) -> str:
    """Apart from the functions' roles, for a machine may share its name with one."""
    return f"{name}_machine"


def schedule_role(name: str) -> str:
    return f"{name}_schedule"


def ensure_roles(site: Site) -> None:
    """Creates missing roles and sets the policies that differ from the declaration."""
    iam = site.clients.of("iam")
    for name, principal, statements in _wanted(site):
        _ensure_role(iam, site.name(name), principal)
        _ensure_policy(iam, site.name(name), statements)


def _wanted(site: Site) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    for name, function in site.declaration.functions.items():
        yield name, "lambda", _statements(site, function.permissions)
    for name, machine in site.declaration.state_machines.items():
        yield machine_role(name), "states", _statements(site, machine.permissions)
    for name, schedule in site.declaration.schedules.items():
        invoke = {
            "Effect": "Allow",
            "Action": ["lambda:InvokeFunction"],
            "Resource": [site.arns.of("function", schedule.function)],
        }
        yield schedule_role(name), "scheduler", [invoke]


def _statements(site: Site, permissions: Iterable[Permission]) -> list[dict[str, Any]]:
    return [_statement(site, permission) for permission in permissions]


def _statement(site: Site, permission: Permission) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(permission.actions),
        "Resource": _resources(site, permission),
    }
    if permission.source:
        statement["Condition"] = {"StringEquals": {"events:source": permission.source}}
    return statement


def _resources(site: Site, permission: Permission) -> list[str]:
    arn = site.arns.of(permission.resource.kind, permission.resource.name)
    match permission.resource.kind:
        case "secret":
            return [f"{arn}-??????"]
        case "bucket":
            objects = any(action in OBJECT_ACTIONS for action in permission.actions)
            return [f"{arn}/*"] if objects else [arn]
        case "state_machine" | "function":
            return [arn, f"{arn}:*"]
        case _:
            return [arn]


def _ensure_role(iam: Client, name: str, principal: str) -> None:
    try:
        iam.get_role(RoleName=name)
    except ClientError as error:
        if not is_error(error, "NoSuchEntity"):
            raise
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(_trust(principal)))


def _trust(principal: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{principal}.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _ensure_policy(iam: Client, role: str, statements: list[dict[str, Any]]) -> None:
    """A role without a statement has no policy, for IAM refuses an empty one."""
    wanted = {"Version": "2012-10-17", "Statement": statements} if statements else None
    found = _policy(iam, role)
    if found is not None and wanted is None:
        iam.delete_role_policy(RoleName=role, PolicyName=POLICY)
    elif found != wanted:
        iam.put_role_policy(RoleName=role, PolicyName=POLICY, PolicyDocument=json.dumps(wanted))


def _policy(iam: Client, role: str) -> object:
    try:
        document = iam.get_role_policy(RoleName=role, PolicyName=POLICY)["PolicyDocument"]
    except ClientError as error:
        if not is_error(error, "NoSuchEntity"):
            raise
        return None
    return json.loads(document) if isinstance(document, str) else document
