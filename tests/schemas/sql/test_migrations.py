"""Migrations on a real Postgres make the tables that each service's `tables.py` declares."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from schemas.booking import statuses
from schemas.messaging import statuses as messaging_statuses
from schemas.sql.booking.tables import metadata as booking_tables
from schemas.sql.messaging.tables import metadata as messaging_tables
from schemas.sql.migrate import SERVICES, downgrade, sqlalchemy_url, upgrade

CONSTRAINTS = text(
    "select concat_ws(' ', relname, conname, pg_get_constraintdef(constraints.oid))"
    " from pg_constraint as constraints join pg_class on pg_class.oid = conrelid"
    " where connamespace = cast(:schema as regnamespace) and relname <> 'alembic_version' order by 1"
)
INDEXES = text(
    "select indexdef from pg_indexes where schemaname = :schema and tablename <> 'alembic_version' order by 1"
)
DEFAULTS = text(
    "select concat_ws(' ', table_name, column_name, data_type, coalesce(column_default, '-'), is_nullable)"
    " from information_schema.columns"
    " where table_schema = :schema and table_name <> 'alembic_version' order by 1"
)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


TABLES = {"booking": booking_tables, "messaging": messaging_tables}
every_service = pytest.mark.parametrize("service", SERVICES)


def facts(connection: Connection, service: str) -> list[str]:
    return [
        row[0]
        for query in (CONSTRAINTS, INDEXES, DEFAULTS)
        for row in connection.execute(query, {"schema": service})
    ]


def differences(connection: Connection, service: str) -> list[Any]:
    def only_ours(name: str | None, kind: str, _parents: object) -> bool:
        return name == service if kind == "schema" else not (kind == "table" and name == "alembic_version")

    options = {"include_schemas": True, "include_name": only_ours, "version_table_schema": service}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), TABLES[service])
    return found


@every_service
def test_autogenerate_finds_nothing_to_do(service: str, empty_database: str) -> None:
    upgrade(empty_database)

    with connected(empty_database) as connection:
        assert differences(connection, service) == []
        # and it would find something
        connection.execute(text(f"alter table {service}.workspaces drop column policy"))
        assert len(differences(connection, service)) == 1


@every_service
def test_checks_indexes_and_defaults_are_the_declared_ones(
    service: str, migrated_database: str, empty_database: str
) -> None:
    """Autogenerate does not compare these."""
    with connected(empty_database) as connection:
        connection.execute(text(f"create schema {service}"))
        TABLES[service].create_all(connection)
        declared = facts(connection, service)

    with connected(migrated_database) as connection:
        assert facts(connection, service) == declared


@pytest.mark.parametrize(("service", "newest"), [("booking", "0002"), ("messaging", "0002")])
def test_migrating_again_changes_nothing(service: str, newest: str, migrated_database: str) -> None:
    upgrade(migrated_database)

    with connected(migrated_database) as connection:
        versions = connection.execute(text(f"select version_num from {service}.alembic_version")).all()
        assert versions == [(newest,)]


@every_service
def test_a_migration_can_be_undone(service: str, empty_database: str) -> None:
    upgrade(empty_database)

    downgrade(empty_database)

    with connected(empty_database) as connection:
        assert inspect(connection).get_table_names(schema=service) == ["alembic_version"]


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("booking.loads", "status", statuses.LOAD_STATUSES),
        ("booking.posts", "status", statuses.POST_STATUSES),
        ("booking.offers", "status", statuses.OFFER_STATUSES),
        ("booking.bookings", "status", statuses.BOOKING_STATUSES),
        ("booking.rate_confirmations", "status", statuses.RATE_CONFIRMATION_STATUSES),
        ("booking.vettings", "outcome", statuses.VETTING_OUTCOMES),
        ("messaging.messages", "status", messaging_statuses.MESSAGE_STATUSES),
        ("messaging.deliveries", "status", messaging_statuses.DELIVERY_STATUSES),
    ],
)
def test_postgres_knows_the_statuses_of_the_models(
    migrated_database: str, table: str, column: str, values: tuple[str, ...]
) -> None:
    with connected(migrated_database) as connection:
        name = f"{table.partition('.')[2]}_{column}_valid"
        query = text(
            "select pg_get_constraintdef(oid) from pg_constraint"
            " where conname = :name and conrelid = cast(:table as regclass)"
        )
        definition = connection.execute(query, {"name": name, "table": table}).scalar_one()

    assert re.findall(r"'([A-Z_]+)'", definition) == list(values)


LOAD = "insert into booking.loads (load_id, workspace_id, external_id, content_hash, document"


@pytest.mark.parametrize(
    "refused",
    [
        LOAD + ", status) values (gen_random_uuid(), 'a', 'b', '', '{}', 'LOST')",
        LOAD + ", attempt) values (gen_random_uuid(), 'a', 'b', '', '{}', 0)",
        LOAD + ") select gen_random_uuid(), 'a', 'same', '', '{}' from generate_series(1, 2)",
        "insert into booking.carriers (workspace_id, dot_number) values ('a', 0)",
        """insert into booking.answers (answer_id, workspace_id, load_id, wait_key)
        values (gen_random_uuid(), 'a', gen_random_uuid(), 'k')""",
    ],
)
def test_rows_that_make_no_sense_are_refused(migrated_database: str, refused: str) -> None:
    with pytest.raises(DBAPIError, match="23"), connected(migrated_database) as connection:
        connection.execute(text(refused.replace(":", r"\:")))


ONE_LOAD = """
with load as (
    insert into booking.loads (load_id, workspace_id, external_id, content_hash, document)
    values (gen_random_uuid(), 'a', 'b', '', '{}') returning load_id
), post as (
    insert into booking.posts (post_id, workspace_id, load_id, attempt, status, mode, groups, target_rate,
        currency, offer_ttl_seconds, run_name, policy)
    select gen_random_uuid(), 'a', load_id, 1, 'OPEN', 'broadcast', '[]', 1, 'USD', 60, 'r', '{}' from load
    returning post_id, load_id
), offer as (
    insert into booking.offers (offer_id, workspace_id, post_id, load_id, dot_number, status, currency,
        terms_version, terms)
    select gen_random_uuid(), 'a', post_id, load_id, 7, 'ACCEPTED', 'USD', 1, '{}' from post
    returning offer_id, load_id
)
insert into booking.bookings
    (booking_id, workspace_id, load_id, attempt, offer_id, terms_version, dot_number, amount, currency,
        status)
select gen_random_uuid(), 'a', load_id, 1, offer_id, 1, 7, 1, 'USD', status
from offer, unnest(cast(:statuses as text[])) as status
"""


def test_a_load_has_one_live_booking(migrated_database: str) -> None:
    with connected(migrated_database) as connection:
        connection.execute(text(ONE_LOAD), {"statuses": ["BOUNCED", "VOIDED", "CANCELLED", "BOOKED"]})

    with pytest.raises(DBAPIError, match="bookings_one_live"), connected(migrated_database) as connection:
        connection.execute(text("update booking.bookings set status = 'CONFIRMED' where status = 'BOUNCED'"))
