"""Objects in S3, which item readers read and result writers write."""

import gzip
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Protocol, cast

from local.engine.integrations.clients import Clients

_GZIP = b"\x1f\x8b"


class ObjectsError(Exception):
    """S3 refused or could not be reached; the text is the cause as Step Functions words it."""


class Objects(Protocol):
    """Every method may raise `ObjectsError`."""

    def read(self, bucket: str, key: str, version: str | None = None) -> BinaryIO:
        """The content as a stream, unpacked where it is a gzip file."""
        ...

    def list(self, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The objects that ListObjectsV2 with these arguments finds, over all its pages."""
        ...

    def write(self, bucket: str, key: str, content: bytes, content_type: str) -> None: ...


class S3Objects:
    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def read(self, bucket: str, key: str, version: str | None = None) -> BinaryIO:
        versioned = {"VersionId": version} if version else {}
        body = self._call("get_object", Bucket=bucket, Key=key, **versioned)["Body"]
        stream = io.BufferedReader(body)
        is_packed = stream.peek(len(_GZIP))[: len(_GZIP)] == _GZIP
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream)) if is_packed else cast("BinaryIO", stream)

    def list(self, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        token: dict[str, Any] = {}
        while True:
            page = self._call("list_objects_v2", **arguments, **token)
            yield from page.get("Contents", ())
            if not page.get("IsTruncated"):
                return
            token = {"ContinuationToken": page["NextContinuationToken"]}

    def write(self, bucket: str, key: str, content: bytes, content_type: str) -> None:
        self._call("put_object", Bucket=bucket, Key=key, Body=content, ContentType=content_type)

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- costs what few engines need

        try:
            answer: dict[str, Any] = getattr(self._clients.client("s3"), operation)(**arguments)
        except ClientError as error:
            raise ObjectsError(_cause(error.response)) from error
        except BotoCoreError as error:
            raise ObjectsError(f"Unable to execute HTTP request: {error}") from error
        return answer


def _cause(response: Mapping[str, Any]) -> str:
    described, metadata = response.get("Error", {}), response.get("ResponseMetadata", {})
    status, request_id = metadata.get("HTTPStatusCode", 400), metadata.get("RequestId", "")
    return (
        f"{described.get('Message', '')} (Service: Amazon S3; Status Code: {status}; "
        f"Error Code: {described.get('Code', '')}; Request ID: {request_id}; Proxy: null)"
    )
