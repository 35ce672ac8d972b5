"""Signing in by IAM: RDS is sent what AWS's own SDK makes, over TLS, made anew at each connect."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import botocore.auth
import pytest

from lambdas.shared import aws
from lambdas.shared.errors import DatabaseUnavailable, SettingsInvalid
from lambdas.shared.postgres import Database, _connect
from lambdas.shared.postgres_address import parse_address
from lambdas.shared.postgres_sign_in import entering
from tests.lambdas.shared.rds_proxy import RdsProxy, rds_proxy

HOST = "chain.proxy-abc.us-east-1.rds.amazonaws.com"
BY_ROLE = parse_address(f"postgresql://chain_booking@{HOST}:5432/chain?sign_in=iam")


@pytest.fixture(autouse=True)
def role(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("ACCESS_KEY_ID", "AKIA"), ("SECRET_ACCESS_KEY", "s"), ("SESSION_TOKEN", "t/=")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    aws._session.cache_clear()
    yield
    aws._session.cache_clear()


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[RdsProxy]:
    with rds_proxy(tmp_path) as running:
        yield running


def sign_at(monkeypatch: pytest.MonkeyPatch, minute: int) -> None:
    moment = datetime(2027, 3, 14, 1, minute, tzinfo=UTC)
    monkeypatch.setattr(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: moment)


def url(proxy: RdsProxy, options: str = "") -> str:
    return f"postgresql://chain_booking@127.0.0.1:{proxy.port}/chain?sign_in=iam&sslmode=verify-full{options}"


def test_a_password_is_left_as_it_is() -> None:
    address = parse_address("postgresql://chain:secret@127.0.0.1/chain")

    assert entering(address) is address


def test_the_token_is_the_one_that_boto3_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_at(monkeypatch, 30)

    ours = entering(BY_ROLE)

    theirs = boto3.client("rds").generate_db_auth_token(HOST, 5432, "chain_booking")
    assert parse_qs(urlsplit(f"https://{ours.password}").query) == parse_qs(
        urlsplit(f"https://{theirs}").query
    )
    assert str(ours.password).startswith(f"{HOST}:5432/?")
    assert ours._replace(password=None) == BY_ROLE


def test_each_connect_has_a_token_of_its_own_moment(proxy: RdsProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    address = url(proxy, f"&sslrootcert={proxy.certificate}")

    for minute in (30, 46):
        sign_at(monkeypatch, minute)
        _connect(address).close()

    signed = [parse_qs(urlsplit(f"https://{password}").query)["X-Amz-Date"] for password in proxy.passwords]
    assert signed == [["20270314T013000Z"], ["20270314T014600Z"]]


def test_a_server_that_nobody_vouches_for_gets_no_token(proxy: RdsProxy) -> None:
    database = Database(lambda: url(proxy))

    with pytest.raises(DatabaseUnavailable, match="certificate"):
        database._connected()

    assert proxy.passwords == []


def test_without_a_region_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")

    with pytest.raises(SettingsInvalid, match="AWS_REGION"):
        entering(BY_ROLE)
