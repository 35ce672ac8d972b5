"""Execution logs in CloudWatch Logs, through boto3."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from local.engine.integrations.clients import Clients
from local.engine.reporting.destinations import DestinationNotFoundError, LogLine

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_CHECKING_STREAM = "log_stream_created_by_aws_to_validate_log_delivery_subscriptions"
_MISSING, _THERE = "ResourceNotFoundException", "ResourceAlreadyExistsException"


class CloudWatchLogs:
    """Implements `LogSink`."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def check(self, group: str) -> None:
        """As AWS does, by making a stream that stays empty."""
        self._make_stream(group, _CHECKING_STREAM)

    def put(self, group: str, stream: str, lines: Sequence[LogLine]) -> None:
        try:
            self._put(group, stream, lines)
        except DestinationNotFoundError:
            self._make_stream(group, stream)
            self._put(group, stream, lines)

    def _put(self, group: str, stream: str, lines: Sequence[LogLine]) -> None:
        events = [{"timestamp": line.at, "message": line.message} for line in lines]
        self._call("put_log_events", logGroupName=group, logStreamName=stream, logEvents=events)

    def _make_stream(self, group: str, stream: str) -> None:
        self._call("create_log_stream", logGroupName=group, logStreamName=stream)

    def _call(self, method: str, **request: Any) -> None:
        from botocore.exceptions import ClientError  # noqa: PLC0415 -- boto3 is imported with the first call

        try:
            getattr(self._clients.client("logs"), method)(**request)
        except ClientError as error:
            if _code(error) == _MISSING:
                raise DestinationNotFoundError(request["logGroupName"]) from error
            if _code(error) != _THERE:
                raise


def _code(error: "ClientError") -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
