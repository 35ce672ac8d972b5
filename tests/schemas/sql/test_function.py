"""The migration function on a real Postgres."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from moto import mock_aws
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from schemas.sql import function
from schemas.sql.function import current_revision, handler, migrate
from schemas.sql.migrate import SERVICES, downgrade, engine_of, upgrade
from schemas.sql.revisions import Revision, revisions
from schemas.sql.role_secrets import RoleSecrets
from schemas.sql.rollout import CodeUnfitError, NotBackwardCompatibleError

PASSWORD = "not-a-real-one"


def password_of(_service: str) -> str:
    return PASSWORD


def as_role(url: str, role: str) -> str:
    """The same database, entered by a role of ours."""
    return f"postgresql://{role}:{PASSWORD}@{url.rpartition('@')[2]}"


def heads() -> Mapping[str, str]:
    return {service: revisions(service)[-1].name for service in SERVICES}


def test_an_empty_database_gets_every_schema(empty_database: str) -> None:
    answer = migrate(empty_database, "expand", password_of)

    assert {service: applied[-1] for service, applied in answer.applied.items()} == heads()
    assert {service: current_revision(empty_database, service) for service in SERVICES} == heads()


def test_a_second_release_of_the_same_schema_changes_nothing(empty_database: str) -> None:
    migrate(empty_database, "expand", password_of)

    assert migrate(empty_database, "expand", password_of).applied == {service: [] for service in SERVICES}


def test_a_refused_migration_leaves_every_service_as_it_was(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(empty_database)
    downgrade(empty_database, "0001", ("booking",))
    breaking = Revision("9999", "drop table messaging.loads")
    real = revisions
    monkeypatch.setattr(
        function, "revisions", lambda each: (*real(each), *([breaking] if each == "messaging" else []))
    )

    with pytest.raises(NotBackwardCompatibleError, match=r"messaging 9999 drops the table messaging\.loads"):
        migrate(empty_database, "expand", password_of)

    assert current_revision(empty_database, "booking") == "0001"


def test_a_service_s_role_reads_and_writes_its_rows_alone(empty_database: str) -> None:
    migrate(empty_database, "expand", password_of)

    with engine_of(as_role(empty_database, "chain_booking")).begin() as connection:
        assert connection.execute(text("select count(*) from booking.loads")).scalar_one() == 0
        connection.execute(text("delete from booking.loads"))
    for refused in (
        "select * from messaging.loads",
        "drop table booking.loads",
        "create table booking.mine (x int)",
        "update booking.alembic_version set version_num = '0001'",
    ):
        with (
            pytest.raises(DBAPIError, match="42501"),  # insufficient_privilege
            engine_of(as_role(empty_database, "chain_booking")).begin() as connection,
        ):
            connection.execute(text(refused))


@pytest.fixture
def secrets() -> Any:
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="us-east-1")
        for service in SERVICES:
            client.create_secret(Name=f"chain/{service}/database-role")
        yield client


def test_a_password_is_made_once(secrets: Any) -> None:
    first = RoleSecrets(secrets).password_of("booking")
    held = json.loads(secrets.get_secret_value(SecretId="chain/booking/database-role")["SecretString"])

    assert held == {"username": "chain_booking", "password": first}
    assert RoleSecrets(secrets).password_of("booking") == first
    assert RoleSecrets(secrets).password_of("messaging") != first


def test_the_handler_answers_what_ran(
    empty_database: str, secrets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    monkeypatch.setattr(function, "client", lambda _service: secrets)

    assert handler({"phase": "expand"}, None)["applied"]["booking"][-1] == heads()["booking"]
    assert handler({"phase": "contract"}, None) == {"applied": {service: [] for service in SERVICES}}


def test_a_release_is_checked_against_the_database(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    asked = {"phase": "check", "schemas": heads()}

    with pytest.raises(CodeUnfitError, match="has not run"):
        handler(asked, None)
    upgrade(empty_database)

    assert handler(asked, None) == {"applied": {}}
