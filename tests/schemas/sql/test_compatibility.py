"""What the former release would notice of a migration, told from its SQL."""

import pytest

from schemas.sql.compatibility import Tables, incompatibilities

BEFORE = """
create table booking.loads (
    load_id uuid not null, stops integer not null, note varchar(20), rate numeric(10, 2), changed timestamptz
)
"""


@pytest.fixture
def tables() -> Tables:
    known = Tables()
    assert incompatibilities(BEFORE, known) == []
    return known


@pytest.mark.parametrize(
    "sql",
    [
        "create table booking.bids (bid_id uuid not null, constraint bids_pk primary key (bid_id))",
        "create table booking.bids (b int); create unique index u on booking.bids (b)",
        "create table booking.bids (b int); drop table booking.bids",
        "create schema tracking; create index i on booking.loads (stops); drop index booking.i",
        "alter table booking.loads add column miles integer",
        "alter table booking.loads add column miles integer default 0 not null",
        "alter table booking.loads add column position bigint generated always as identity not null",
        "alter table booking.loads alter column stops type bigint",
        "alter table booking.loads alter column note type varchar(40)",
        "alter table booking.loads alter column note type text",
        "alter table booking.loads alter column rate type numeric(12, 2)",
        "alter table booking.loads alter column stops drop not null",
        "alter table booking.loads alter column note set default ''",
        "alter table booking.loads drop constraint loads_stops_valid",
        "update booking.loads set note = 'none' where note is null",
        "comment on column booking.loads.note is 'by hand'",
    ],
)
def test_the_former_release_works_beside_it(sql: str, tables: Tables) -> None:
    assert incompatibilities(sql, tables) == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("drop table booking.loads", "drops the table booking.loads"),
        ("alter table booking.loads drop column if exists note cascade", "drops booking.loads.note"),
        ("alter table booking.loads rename column note to remark", "renames booking.loads.note"),
        ("alter table booking.loads rename to freight", "renames booking.loads,"),
        ("alter table booking.loads add miles integer not null", "give it a default"),
        ("alter table booking.loads alter note set not null", "may no longer be null"),
        ("alter table booking.loads alter note drop default", "drops the default"),
        ("alter table booking.loads alter stops type smallint", "changes from INT to SMALLINT"),
        ("alter table booking.loads alter note type varchar(10)", "VARCHAR(20) to VARCHAR(10)"),
        ("alter table booking.loads alter rate type numeric(10, 3)", "changes from DECIMAL(10, 2)"),
        ("alter table booking.loads alter stops type text using stops::text", "add a column of the new type"),
        ("alter table booking.loads alter changed type date", "changes from TIMESTAMPTZ to DATE"),
        ("alter table booking.posts alter stops type bigint", "changes from its type"),
        ("alter table booking.loads add constraint few check (stops < 9) not valid", "refuses rows"),
        ("alter table booking.loads add code text default '' not null unique", "refuses rows"),
        ("create unique index one on booking.loads (note)", "refuses rows"),
        ("create or replace view booking.open as select 1", "make one of another name"),
        ("alter table booking.loads set schema freight", "nobody can tell"),
        ("do $$ begin drop table booking.loads; end $$", "nobody can tell"),
        ("truncate booking.loads", "nobody can tell"),
        ("delete from booking.loads", "nobody can tell"),
        ("revoke select on booking.loads from booking", "nobody can tell"),
        ("alter table booking.loads add (", "cannot be read as SQL"),
    ],
)
def test_the_former_release_would_notice(sql: str, told: str, tables: Tables) -> None:
    (complaint,) = incompatibilities(sql, tables)

    assert told in complaint


def test_each_change_of_one_statement_is_told(tables: Tables) -> None:
    sql = "alter table booking.loads drop column note, drop column stops, add column miles integer"

    assert len(incompatibilities(sql, tables)) == 2


def test_a_type_that_grew_may_not_shrink_again(tables: Tables) -> None:
    assert incompatibilities("alter table booking.loads alter stops type bigint", tables) == []

    assert incompatibilities("alter table booking.loads alter stops type integer", tables) != []


def test_a_table_is_new_in_its_own_migration_alone(tables: Tables) -> None:
    incompatibilities("create table booking.bids (bid_id uuid)", tables)

    assert incompatibilities("alter table booking.bids drop column bid_id", tables) != []
