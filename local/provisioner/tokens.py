"""JWTs of local users: one user for each role, workspace and carrier, made when first asked for."""

import secrets
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.provisioner.clients import CONFIG, Client, is_error
from local.provisioner.platform import LOCAL_KEY, Platform

ATTEMPTS = 5
PASSWORD_BYTES = 24


def token_for(platform: Platform, role: str, workspace: str, dot_number: int | None = None) -> str:
    """An ID token that claims `custom:workspace_id`, `cognito:groups` and, of a carrier, `custom:dot_number`.

    Raises ClientError when the role is no group of the pool.
    """
    cognito = boto3.client(
        "cognito-idp",
        endpoint_url=platform.aws_endpoint,
        region_name=platform.region,
        aws_access_key_id=platform.account,
        aws_secret_access_key=LOCAL_KEY,
        config=CONFIG,
    )
    user = "-".join([role, workspace, *([str(dot_number)] if dot_number else [])])
    _ensure_user(cognito, platform, user, _attributes(workspace, dot_number))
    cognito.admin_add_user_to_group(UserPoolId=platform.user_pool_id, Username=user, GroupName=role)
    return _sign_in(cognito, platform, user)


def _attributes(workspace: str, dot_number: int | None) -> list[dict[str, str]]:
    claims = {"custom:workspace_id": workspace, "custom:dot_number": dot_number}
    return [{"Name": name, "Value": str(value)} for name, value in claims.items() if value is not None]


def _ensure_user(cognito: Client, platform: Platform, user: str, attributes: list[dict[str, str]]) -> None:
    try:
        cognito.admin_create_user(
            UserPoolId=platform.user_pool_id,
            Username=user,
            UserAttributes=attributes,
            TemporaryPassword=_new_password(),
            MessageAction="SUPPRESS",
        )
    except ClientError as error:
        if not is_error(error, "UsernameExistsException"):
            raise


def _new_password() -> str:
    """Random, with a character of each kind that a password policy may ask for."""
    return f"Aa1!{secrets.token_urlsafe(PASSWORD_BYTES)}"


def _sign_in(cognito: Client, platform: Platform, user: str) -> str:
    """With a new password each time; another process may set its own in between, so more than once."""
    for _ in range(ATTEMPTS - 1):
        try:
            return _sign_in_once(cognito, platform, user)
        except ClientError as error:
            if not is_error(error, "NotAuthorizedException"):
                raise
    return _sign_in_once(cognito, platform, user)


def _sign_in_once(cognito: Client, platform: Platform, user: str) -> str:
    password = _new_password()
    cognito.admin_set_user_password(
        UserPoolId=platform.user_pool_id, Username=user, Password=password, Permanent=True
    )
    answer: dict[str, Any] = cognito.admin_initiate_auth(
        UserPoolId=platform.user_pool_id,
        ClientId=platform.client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": user, "PASSWORD": password},
    )
    return str(answer["AuthenticationResult"]["IdToken"])
