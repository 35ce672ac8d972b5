"""Roles and what each may do, and who signs in."""

import re
from collections.abc import Iterator
from typing import Any

from local.provisioner.clients import Clients
from local.terraform.inventory.reading import Facts, listed, pages, plain, read_document

SECRET_SUFFIX = re.compile(r"(:secret:[\w/-]+)-[\w?]{6}$")


def roles(clients: Clients) -> Iterator[tuple[str, Facts]]:
    iam = clients.of("iam")
    for role in pages(clients, "iam", "list_roles", "Roles"):
        name = role["RoleName"]
        policies = iam.list_role_policies(RoleName=name)["PolicyNames"]
        documents = [
            iam.get_role_policy(RoleName=name, PolicyName=each)["PolicyDocument"] for each in policies
        ]
        statements = [statement for each in documents for statement in read_document(each)["Statement"]]
        yield name, {"may": sorted(grant for statement in statements for grant in _grants(statement))}


def _grants(statement: dict[str, Any]) -> Iterator[str]:
    """`action on resource`, one by one: a statement may be written in many ways."""
    for action in listed(statement["Action"]):
        for resource in listed(statement["Resource"]):
            shared = SECRET_SUFFIX.sub(r"\1", str(plain(resource)))
            yield f"{action} on {shared}"


def sign_in(clients: Clients) -> Iterator[tuple[str, Facts]]:
    cognito = clients.of("cognito-idp")
    for pool in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        found = cognito.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
        groups = cognito.list_groups(UserPoolId=pool["Id"])["Groups"]
        clients_of = cognito.list_user_pool_clients(UserPoolId=pool["Id"], MaxResults=60)["UserPoolClients"]
        yield (
            pool["Name"],
            {
                "asks": plain(found.get("LambdaConfig", {})),
                "groups": sorted(group["GroupName"] for group in groups),
                "clients": sorted(client["ClientName"] for client in clients_of),
                "claims": sorted(
                    each["Name"] for each in found["SchemaAttributes"] if "custom:" in each["Name"]
                ),
            },
        )
