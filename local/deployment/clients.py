"""AWS as a deployment sees it: the account and region of the credentials that it is run with."""

from dataclasses import dataclass
from typing import Any

from local.deployment.failures import AccountUnknownError

Client = Any
# a migration may take fifteen minutes, and must not be asked for twice
PATIENT_SECONDS = 910


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
    import boto3  # noqa: PLC0415 - slow to import, and few commands need it
    from botocore.config import Config  # noqa: PLC0415 - as boto3

    patient = Config(read_timeout=PATIENT_SECONDS, retries={"total_max_attempts": 1})
    session = boto3.Session()
    return Clients(
        account=_account(session),
        region=str(session.region_name),
        functions=session.client("lambda", config=patient),
        deployments=session.client("codedeploy"),
        machines=session.client("stepfunctions"),
        alarms=session.client("cloudwatch"),
    )


def _account(session: Any) -> str:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - as boto3

    try:
        return str(session.client("sts").get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise AccountUnknownError(
            f"AWS does not say whose account this is ({error}): sign in to the environment's account, "
            "and set AWS_REGION"
        ) from error
