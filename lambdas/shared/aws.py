"""boto3 clients, made on first use with timeouts that fit into a function's."""

import threading
from functools import cache, cached_property
from typing import Any

CONNECT_SECONDS = 2
READ_SECONDS = 10
TRIES = 3

_making = threading.Lock()


@cache
def _session() -> Any:
    import boto3  # noqa: PLC0415 - takes longer to import than everything else in a task

    return boto3.Session()


def session() -> Any:
    """Return the boto3 session of all clients: the function's role and region."""
    with _making:
        return _session()


@cache
def _client(service: str, tries: int) -> Any:
    from botocore.config import Config  # noqa: PLC0415 - as boto3

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": tries},
        tcp_keepalive=True,
        signature_version="s3v4" if service == "s3" else None,
    )
    return _session().client(service, config=config)


def client(service: str, tries: int = TRIES) -> Any:
    """Return the one client of an AWS service; boto3 makes clients in one thread at a time.

    `tries=1` where a call must not be repeated unasked.
    """
    with _making:
        return _client(service, tries)


class Clients:
    """The AWS services that functions call. A test passes any object with the attributes its code uses."""

    @cached_property
    def events(self) -> Any:
        """EventBridge."""
        return client("events")

    @cached_property
    def dynamodb(self) -> Any:
        """DynamoDB, with its typed attribute values."""
        return client("dynamodb")

    @cached_property
    def stepfunctions(self) -> Any:
        """Step Functions."""
        return client("stepfunctions")

    @cached_property
    def s3(self) -> Any:
        """S3."""
        return client("s3")

    @cached_property
    def sms(self) -> Any:
        """AWS End User Messaging SMS, which sends again what is asked again: so never unasked."""
        return client("pinpoint-sms-voice-v2", tries=1)

    @cached_property
    def sesv2(self) -> Any:
        """SES, as above."""
        return client("sesv2", tries=1)

    @cached_property
    def sqs(self) -> Any:
        """SQS, for the dead letters alone: Lambda receives and deletes by itself."""
        return client("sqs")

    @cached_property
    def secretsmanager(self) -> Any:
        """Secrets Manager; read secrets by `lambdas.shared.secrets`."""
        return client("secretsmanager")


def is_aws_error(error: BaseException) -> bool:
    """Whether a boto3 call failed, told without importing botocore where no call was made."""
    return any(cls.__module__ == "botocore.exceptions" for cls in type(error).__mro__)


def aws_error_code(error: BaseException) -> str:
    """Return the code of a boto3 ClientError, such as TaskTimedOut, or the class's name for another error."""
    response = getattr(error, "response", None)
    return str(response["Error"]["Code"]) if isinstance(response, dict) else type(error).__name__
