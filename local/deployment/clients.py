"""AWS as a deployment sees it: the account and region of the credentials that it is run with."""

from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local.deployment.failures import AccountUnknownError

Client = Any
# a migration may take fifteen minutes, and must not be asked for twice
PATIENT = Config(read_timeout=910, retries={"total_max_attempts": 1})


@dataclass(frozen=True)
class Clients:
    """One client of each service that a deployment calls."""

    account: str
    region: str
    functions: Client
    deployments: Client
    machines: Client
    alarms: Client


def clients_of_this_account() -> Clients:
    """From the environment's credentials and region; raises AccountUnknownError."""
    session = boto3.Session()
    return Clients(
        account=_account(session),
        region=str(session.region_name),
        functions=session.client("lambda", config=PATIENT),
        deployments=session.client("codedeploy"),
        machines=session.client("stepfunctions"),
        alarms=session.client("cloudwatch"),
    )


def _account(session: boto3.Session) -> str:
    try:
        return str(session.client("sts").get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise AccountUnknownError(
            f"AWS does not say whose account this is ({error}): sign in to the environment's account, "
            "and set AWS_REGION"
        ) from error
