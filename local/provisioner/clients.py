"""boto3 clients of the two endpoints: the emulator for all services, the engine for Step Functions."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local.provisioner.platform import ACCOUNT, LOCAL_KEY, REGION, Endpoints

Client = Any
CONFIG = Config(
    retries={"total_max_attempts": 3, "mode": "standard"},
    connect_timeout=5,
    read_timeout=60,
    parameter_validation=False,
)


class Clients:
    """One client for each service, made on first use."""

    def __init__(self, endpoints: Endpoints) -> None:
        self.endpoints = endpoints
        self._session = boto3.Session(
            aws_access_key_id=ACCOUNT, aws_secret_access_key=LOCAL_KEY, region_name=REGION
        )
        self._client = cache(self._make)

    def of(self, service: str) -> Client:
        return self._client(service)

    def _make(self, service: str) -> Client:
        endpoint = self.endpoints.states if service == "stepfunctions" else self.endpoints.aws
        return self._session.client(service, endpoint_url=endpoint, config=CONFIG)  # type: ignore[call-overload]


def is_error(error: ClientError, *codes: str) -> bool:
    """Whether AWS answered with one of these error codes."""
    return error.response.get("Error", {}).get("Code") in codes
