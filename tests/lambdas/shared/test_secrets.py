import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from lambdas.shared import aws, secrets
from lambdas.shared.errors import SecretInvalid


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        forget()
        yield boto3.client("secretsmanager")
    forget()


def forget() -> None:
    for kept in (aws._session, aws._client, secrets._provider):
        kept.cache_clear()


def test_a_secret_is_read_once(store: Any) -> None:
    store.create_secret(Name="database", SecretString=json.dumps({"url": "postgresql://a"}))
    assert secrets.secret("database", "url") == "postgresql://a"

    store.put_secret_value(SecretId="database", SecretString=json.dumps({"url": "postgresql://b"}))

    assert secrets.secret("database", "url") == "postgresql://a"


@pytest.mark.parametrize("held", [{"other": "x"}, {"url": ""}, {"url": 5}, ["url"]])
def test_a_secret_without_its_key_is_named_and_not_shown(store: Any, held: object) -> None:
    store.create_secret(Name="database", SecretString=json.dumps(held))

    with pytest.raises(SecretInvalid, match="string 'url' into the secret database"):
        secrets.secret("database", "url")
