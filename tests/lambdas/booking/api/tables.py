"""DynamoDB as moto plays it, with its conditions; every wait has the token that a fake gives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.lambdas.booking.api.aws_services import FakeTokens

KEYS = {"idempotency-table": "id", "links-table": "pk"}


class Tables(FakeTokens):
    """boto3's client; the token of a wait is its key with `token:` before it."""

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb

    def get_item(self, **asked: Any) -> dict[str, Any]:
        known = asked["TableName"] in KEYS
        answer: dict[str, Any] = self._dynamodb.get_item(**asked) if known else super().get_item(**asked)
        return answer

    def __getattr__(self, method: str) -> Any:
        return getattr(self._dynamodb, method)


@contextmanager
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    """Empty tables of kept answers and of links."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "chain")
    with mock_aws():
        dynamodb = boto3.client("dynamodb", region_name="us-east-1")
        for table, key in KEYS.items():
            dynamodb.create_table(
                TableName=table,
                KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
                BillingMode="PAY_PER_REQUEST",
            )
        yield Tables(dynamodb)
