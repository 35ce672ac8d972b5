"""AWS's refusals as boto3 raises them."""

from typing import Any

from botocore.exceptions import ClientError


def client_error(code: str, operation: str, message: str = "", **members: Any) -> ClientError:
    """Return what boto3 raises for a refused call; `members` are further members of the answer."""
    answer: Any = {"Error": {"Code": code, "Message": message or code}, **members}
    return ClientError(answer, operation)
