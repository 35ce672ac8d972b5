"""The credentials of a function's role, in the form in which an SDK asks a container's host for them."""

from typing import Any

from local.functions.configuration import Configuration, FunctionConfiguration

CREDENTIALS = "/credentials"
LOCAL_KEY = "local"


class RoleMissingError(Exception):
    """The function works with the account's own credentials."""


def role_credentials(configuration: Configuration, function: FunctionConfiguration) -> dict[str, str]:
    """Takes the role for an hour, as Lambda does; raises RoleMissingError and botocore's errors."""
    if function.role is None:
        raise RoleMissingError(f"{function.name} has no role")
    import boto3  # noqa: PLC0415 - slow to import, and the host of one machine's own platform does without

    sts: Any = boto3.client(
        "sts",
        endpoint_url=function.environment["AWS_ENDPOINT_URL"],
        region_name=configuration.region,
        aws_access_key_id=configuration.account,
        aws_secret_access_key=LOCAL_KEY,
    )
    taken = sts.assume_role(RoleArn=function.role, RoleSessionName=function.name)["Credentials"]
    return {
        "AccessKeyId": taken["AccessKeyId"],
        "SecretAccessKey": taken["SecretAccessKey"],
        "Token": taken["SessionToken"],
        "Expiration": taken["Expiration"].isoformat(),
    }
