"""Lambda's Invoke over plain HTTP, for a function host on this machine: a tenth of what boto3 costs."""

import http.client
import select
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

_HERE = {"127.0.0.1", "localhost", "::1"}
_PLAIN = {"FunctionName", "Payload"}
_OK = 200


class LocalFunctions(threading.local):
    """Keeps a connection a thread. Unsigned, so that only a host on this machine is asked this way."""

    def __init__(self, endpoint: str | None, timeout_seconds: float) -> None:
        place = urlsplit(endpoint or "")
        self._is_here = place.scheme == "http" and place.hostname in _HERE
        self._connection = http.client.HTTPConnection(
            place.hostname or "", place.port or 80, timeout=timeout_seconds
        )

    def invoke(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """What boto3's `invoke` answers; None where boto3 has to be asked, because it knows more.

        That is for a host elsewhere, for members other than name and payload, and when the host refuses.
        """
        if not self._is_here or not request.keys() <= _PLAIN:
            return None
        try:
            return self._asked(request)
        except ConnectionRefusedError:
            return None
        except BaseException:
            self._connection.close()
            raise

    def _asked(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        self._close_when_dropped()
        path = f"/2015-03-31/functions/{quote(request['FunctionName'], safe='')}/invocations"
        self._connection.request("POST", path, request.get("Payload", b""))
        response = self._connection.getresponse()
        payload = response.read()
        if response.status != _OK:
            return None
        headers = {name.lower(): value for name, value in response.getheaders()}
        return {
            "StatusCode": response.status,
            "ExecutedVersion": headers.get("x-amz-executed-version", "$LATEST"),
            "FunctionError": headers.get("x-amz-function-error"),
            "Payload": payload,
            "ResponseMetadata": {
                "RequestId": headers.get("x-amzn-requestid", ""),
                "HTTPStatusCode": response.status,
                "HTTPHeaders": headers,
            },
        }

    def _close_when_dropped(self) -> None:
        """The host ends idle connections; one that can be read before anything was asked has ended."""
        if self._connection.sock and select.select([self._connection.sock], [], [], 0)[0]:
            self._connection.close()
