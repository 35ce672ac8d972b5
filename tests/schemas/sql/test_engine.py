"""How migrations connect: as the functions do."""

import ssl
from typing import Any

import pytest

from schemas.sql import migrate
from schemas.sql.migrate import engine_of


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What SQLAlchemy is asked for."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(migrate, "create_engine", lambda url, **options: kept.update(url=url, **options))
    return kept


def test_a_database_on_this_machine_has_no_tls(asked: dict[str, Any]) -> None:
    engine_of("postgresql://chain:secret@127.0.0.1:5432/chain")

    assert asked["connect_args"] == {}
    assert asked["url"].render_as_string(hide_password=False).endswith("chain:secret@127.0.0.1:5432/chain")


def test_a_socket_is_a_folder(asked: dict[str, Any]) -> None:
    engine_of("postgresql://chain:secret@/chain?host=/run/postgres&port=5433")

    assert asked["connect_args"] == {"unix_sock": "/run/postgres/.s.PGSQL.5433"}


def test_the_proxy_is_verified_and_entered_by_a_token(
    asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "chain")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "chain")

    engine_of("postgresql://chain_owner@proxy.example:5432/chain?sign_in=iam")

    assert asked["connect_args"]["ssl_context"].verify_mode is ssl.CERT_REQUIRED
    assert asked["connect_args"]["ssl_context"].check_hostname
    assert "DBUser=chain_owner" in asked["url"].password
