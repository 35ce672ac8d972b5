"""Migrations on a real Postgres make the tables that `schemas/sql/tables.py` declares."""

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
from schemas.sql.migrate import downgrade, sqlalchemy_url, upgrade
from schemas.sql.tables import SCHEMA, metadata

CONSTRAINTS = text(
    "select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'booking'::regnamespace and conrelid::regclass::text not like '%alembic%'"
    " order by 1"
)
INDEXES = text(
    "select indexdef from pg_indexes"
    " where schemaname = 'booking' and tablename <> 'alembic_version' order by 1"
)
DEFAULTS = text(
    "select concat_ws(' ', table_name, column_name, data_type, coalesce(column_default, '-'), is_nullable)"
    " from information_schema.columns"
    " where table_schema = 'booking' and table_name <> 'alembic_version' order by 1"
)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(sqlalchemy_url(url), poolclass=NullPool)
    with engine.begin() as connection:
        yield connection


def facts(connection: Connection) -> list[str]:
    return [row[0] for query in (CONSTRAINTS, INDEXES, DEFAULTS) for row in connection.execute(query)]


def differences(connection: Connection) -> list[Any]:
    def only_ours(name: str | None, kind: str, _parents: object) -> bool:
        return name == SCHEMA if kind == "schema" else not (kind == "table" and name == "alembic_version")

    options = {"include_schemas": True, "include_name": only_ours, "version_table_schema": SCHEMA}
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return found


def test_autogenerate_finds_nothing_to_do(empty_database: str) -> None:
    upgrade(empty_database)

    with connected(empty_database) as connection:
        assert differences(connection) == []
        # and it would find something
        connection.execute(text("alter table booking.loads drop column visits"))
        assert len(differences(connection)) == 1


def test_checks_indexes_and_defaults_are_the_declared_ones(
    migrated_database: str, empty_database: str
) -> None:
    """Autogenerate does not compare these."""
    with connected(empty_database) as connection:
        connection.execute(text(f"create schema {SCHEMA}"))
        metadata.create_all(connection)
        declared = facts(connection)

    with connected(migrated_database) as connection:
        assert facts(connection) == declared


def test_migrating_again_changes_nothing(migrated_database: str) -> None:
    upgrade(migrated_database)

    with connected(migrated_database) as connection:
        assert connection.execute(text("select version_num from booking.alembic_version")).all() == [
            ("0002",)
        ]


def test_a_migration_can_be_undone(empty_database: str) -> None:
    upgrade(empty_database)

    downgrade(empty_database)

    with connected(empty_database) as connection:
        assert inspect(connection).get_table_names(schema=SCHEMA) == ["alembic_version"]


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("loads", "status", statuses.LOAD_STATUSES),
        ("posts", "status", statuses.POST_STATUSES),
        ("offers", "status", statuses.OFFER_STATUSES),
        ("bookings", "status", statuses.BOOKING_STATUSES),
        ("rate_confirmations", "status", statuses.RATE_CONFIRMATION_STATUSES),
        ("vettings", "outcome", statuses.VETTING_OUTCOMES),
    ],
)
def test_postgres_knows_the_statuses_of_the_models(
    migrated_database: str, table: str, column: str, values: tuple[str, ...]
) -> None:
    with connected(migrated_database) as connection:
        name = f"{table}_{column}_valid"
        query = text("select pg_get_constraintdef(oid) from pg_constraint where conname = :name")
        definition = connection.execute(query, {"name": name}).scalar_one()

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
