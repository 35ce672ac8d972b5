"""boto3's clients of a running platform; patient, so that a restarting part is waited for."""

from typing import Any

import boto3
from botocore.config import Config

from local.provisioner.platform import LOCAL_KEY, Platform

PATIENT = Config(retries={"total_max_attempts": 20, "mode": "standard"})


def aws_client(platform: Platform, service: str) -> Any:
    """Step Functions is our engine; every other service is the emulator's."""
    connect: Any = boto3.client
    return connect(
        service,
        endpoint_url=platform.states_endpoint if service == "stepfunctions" else platform.aws_endpoint,
        region_name=platform.region,
        aws_access_key_id=platform.account,
        aws_secret_access_key=LOCAL_KEY,
        config=PATIENT,
    )
