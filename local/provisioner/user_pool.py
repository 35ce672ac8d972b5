"""The user pool: staff and carriers sign in here; groups are roles, the workspace is a claim."""

from typing import Any

from local.provisioner.clients import Client, Clients
from local.provisioner.site import Site

NAME = "chain"
ROLES = ("owner", "admin", "member", "viewer", "carrier")
CLAIMS = ("workspace_id", "dot_number")
SIGN_IN = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
TOKEN_HOURS = 12
EVENT_VERSION = "V3_0"


def ensure_user_pool(clients: Clients) -> tuple[str, str]:
    """The ids of the pool and of its client."""
    cognito = clients.of("cognito-idp")
    pool = _pool(cognito)
    _ensure_groups(cognito, pool)
    return pool, _client(cognito, pool)


def ensure_triggers(site: Site, pool: str) -> None:
    """Functions of the service that the pool asks while somebody signs in."""
    cognito = site.clients.of("cognito-idp")
    for function in site.declaration.triggers.values():
        wanted = {"LambdaArn": site.arns.of("function", function), "LambdaVersion": EVENT_VERSION}
        found = cognito.describe_user_pool(UserPoolId=pool)["UserPool"].get("LambdaConfig", {})
        if found.get("PreTokenGenerationConfig") != wanted:
            cognito.update_user_pool(UserPoolId=pool, LambdaConfig={"PreTokenGenerationConfig": wanted})


def _pool(cognito: Client) -> str:
    pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
    found = next((pool["Id"] for pool in pools if pool["Name"] == NAME), None)
    if found:
        return str(found)
    created = cognito.create_user_pool(
        PoolName=NAME,
        Schema=[_claim(name) for name in CLAIMS],
        AdminCreateUserConfig={"AllowAdminCreateUserOnly": True},
        Policies={"PasswordPolicy": {"MinimumLength": 16}},
    )
    return str(created["UserPool"]["Id"])


def _claim(name: str) -> dict[str, Any]:
    lengths = {"MinLength": "1", "MaxLength": "256"}
    return {
        "Name": name,
        "AttributeDataType": "String",
        "Mutable": True,
        "Required": False,
        "StringAttributeConstraints": lengths,
    }


def _ensure_groups(cognito: Client, pool: str) -> None:
    existing = {group["GroupName"] for group in cognito.list_groups(UserPoolId=pool)["Groups"]}
    for role in ROLES:
        if role not in existing:
            cognito.create_group(UserPoolId=pool, GroupName=role)


def _client(cognito: Client, pool: str) -> str:
    clients = cognito.list_user_pool_clients(UserPoolId=pool, MaxResults=60)["UserPoolClients"]
    found = next((client["ClientId"] for client in clients if client["ClientName"] == NAME), None)
    if found:
        return str(found)
    created = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName=NAME,
        GenerateSecret=False,
        ExplicitAuthFlows=SIGN_IN,
        IdTokenValidity=TOKEN_HOURS,
        AccessTokenValidity=TOKEN_HOURS,
        TokenValidityUnits={"IdToken": "hours", "AccessToken": "hours"},
    )
    return str(created["UserPoolClient"]["ClientId"])
