"""What a failed call to a sending API means: sent, not sent, or not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.messaging.providers.port import NotTaken, OutcomeUnknown, Refused
from lambdas.shared.aws import aws_error_code, is_aws_error

if TYPE_CHECKING:
    from collections.abc import Collection

    from lambdas.messaging.providers.port import Outcome

THROTTLED = frozenset(
    {"ThrottlingException", "TooManyRequestsException", "LimitExceededException", "RequestLimitExceeded"}
)
NEVER_REACHED = frozenset({"EndpointConnectionError", "ConnectTimeoutError", "NoCredentialsError"})
FIRST_SERVER_ERROR = 500


def outcome_of(error: Exception, refusals: Collection[str]) -> Outcome:
    """The outcome of a call that raised; `refusals` are the API's codes for what it will never take.

    Raises the error again when it is not AWS's, or when it is ours to mend, such as AccessDenied.
    """
    if not is_aws_error(error):
        raise error
    code = aws_error_code(error)
    if code in refusals:
        return Refused(reason_of(error, code))
    if code in THROTTLED or code in NEVER_REACHED:
        return NotTaken(code)
    response = getattr(error, "response", None)
    if response is None or response["ResponseMetadata"].get("HTTPStatusCode", 0) >= FIRST_SERVER_ERROR:
        return OutcomeUnknown(code)
    raise error


def reason_of(error: Exception, code: str) -> str:
    """AWS's own reason, such as DESTINATION_PHONE_NUMBER_OPTED_OUT, else the code."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Reason") or code).lower()
