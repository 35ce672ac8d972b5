"""The database of a function, against a real Postgres."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest

from lambdas.shared.errors import (
    ConstraintViolated,
    DatabaseUnavailable,
    StatementRefused,
    TransactionConflict,
)
from lambdas.shared.json_text import Json
from lambdas.shared.postgres import Database
from lambdas.shared.statements import Statement, parse_statement
from tests.lambdas.shared.wire import Wire, counted

IDENTIFIER = UUID("6f7a2c1e-0000-4000-8000-000000000001")
INSTANT = datetime(2027, 3, 14, 1, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=-5)))


def sql(text: str) -> Statement:
    return parse_statement("test", text)


@pytest.fixture
def database(empty_database: str) -> Iterator[Database]:
    opened = Database(lambda: empty_database)
    yield opened
    opened.close()


@pytest.fixture
def wire(empty_database: str) -> Iterator[Wire]:
    with counted(empty_database) as proxy:
        yield proxy


@pytest.mark.parametrize(
    ("cast", "given", "read"),
    [
        ("int", 7, 7),
        ("bigint", 2**40, 2**40),
        ("text", "naïve — 'quoted' \"🚚\"", "naïve — 'quoted' \"🚚\""),
        ("text", "", ""),
        ("text", None, None),
        ("boolean", True, True),
        ("boolean", False, False),
        ("uuid", IDENTIFIER, IDENTIFIER),
        ("numeric", Decimal("1.50"), Decimal("1.50")),
        ("timestamptz", INSTANT, INSTANT),
        ("timestamptz", datetime(2027, 3, 10, tzinfo=UTC), datetime(2027, 3, 10, tzinfo=UTC)),
        ("jsonb", {"a": [1, None, "x"], "at": "y"}, {"a": [1, None, "x"], "at": "y"}),
        ("jsonb", Json([{"id": IDENTIFIER}, 1, "x"]), [{"id": str(IDENTIFIER)}, 1, "x"]),
        ("jsonb", Json("text"), "text"),
        ("bigint[]", [1, 2**40], [1, 2**40]),
        ("bigint[]", [], []),
        ("text[]", ["a b", 'c"d', "NULL", "", "e,f", "g\\h"], ["a b", 'c"d', "NULL", "", "e,f", "g\\h"]),
        ("uuid[]", [IDENTIFIER], [IDENTIFIER]),
    ],
)
def test_values_come_back_as_they_went(database: Database, cast: str, given: object, read: object) -> None:
    [row] = database.execute(sql(f"select :value::{cast} as value"), {"value": given})

    assert row == {"value": read}
    assert type(row["value"]) is type(read)


def test_instants_are_read_in_utc(database: Database) -> None:
    [row] = database.execute(sql("select :at::timestamptz as at"), {"at": INSTANT})

    assert row["at"].utcoffset() == timedelta(0)


def test_statements_without_rows_or_parameters(database: Database) -> None:
    assert database.execute(sql("create table things (id int primary key)"), {}) == []
    assert database.execute(sql("insert into things values (1), (2)"), {}) == []
    assert database.execute(sql("select id from things order by id"), {}) == [{"id": 1}, {"id": 2}]


def test_a_statement_is_one_round_trip_on_the_wire(wire: Wire) -> None:
    # Given a connection that is open
    database = Database(lambda: wire.url)
    database.execute(sql("create table things (id int, note text)"), {})
    before_wire, before_count = wire.round_trips, database.round_trips
    # When a CTE writes twice, with a parameter over many TCP segments
    written = sql(
        "with first as (insert into things values (:id, :note) returning id),"
        " second as (insert into things values (:id, 'again') returning id)"
        " select id from first union all select id from second"
    )
    rows = database.execute(written, {"id": 5, "note": "long " * 100_000})
    # Then the client spoke once, and the counter says the same
    assert rows == [{"id": 5}, {"id": 5}]
    assert wire.round_trips - before_wire == 1
    assert database.round_trips - before_count == 1


def test_stock_pg8000_takes_three_round_trips(wire: Wire) -> None:
    """The proxy can tell: it is no proof if it always counts one."""
    import pg8000.native  # type: ignore[import-untyped]  # noqa: PLC0415 - pg8000 ships no types

    parts = wire.url.split("@")[0].removeprefix("postgresql://").split(":")
    port = int(wire.url.split(":")[-1].split("/")[0])
    name = wire.url.rsplit("/", 1)[1]
    stock = pg8000.native.Connection(parts[0], password=parts[1], host="127.0.0.1", port=port, database=name)
    before = wire.round_trips

    stock.run("select :value::int", value=1)
    stock.close()

    assert wire.round_trips - before >= 3


def test_a_refused_statement_writes_nothing_and_leaves_the_connection_usable(wire: Wire) -> None:
    database = Database(lambda: wire.url)
    database.execute(sql("create table things (id int constraint things_pk primary key)"), {})

    with pytest.raises(ConstraintViolated, match=r"test: duplicate key .*\(23505\)") as caught:
        database.execute(sql("insert into things values (:id), (:id)"), {"id": 1})

    assert caught.value.constraint == "things_pk"
    assert database.execute(sql("select count(*) as n from things"), {}) == [{"n": 0}]
    assert wire.connections == 1


@pytest.mark.parametrize(
    ("text", "value", "sqlstate"),
    [
        ("select nothing_like_it", None, "42703"),
        ("select :value::int", "x", "22P02"),
        ("select :value::text", "nul \x00", "22021"),
        ("select 1 / :value::int", 0, "22012"),
    ],
)
def test_refusals_carry_their_sqlstate(database: Database, text: str, value: object, sqlstate: str) -> None:
    parameters = {} if value is None else {"value": value}

    with pytest.raises(StatementRefused) as caught:
        database.execute(sql(text), parameters)

    assert caught.value.sqlstate == sqlstate


def test_a_value_without_a_json_form_is_refused_before_anything_is_sent(database: Database) -> None:
    with pytest.raises(TypeError, match="object has no JSON form"):
        database.execute(sql("select :value::jsonb"), {"value": {"x": object()}})

    assert database.execute(sql("select 1 as one"), {}) == [{"one": 1}]


def test_a_connection_that_breaks_before_the_answer_is_unavailable_and_replaced(wire: Wire) -> None:
    # Given an open connection whose server dies after it has committed
    database = Database(lambda: wire.url)
    database.execute(sql("create table things (id int)"), {})
    wire.swallows_answers = True
    # When a statement writes, then the caller knows that it cannot know
    with pytest.raises(DatabaseUnavailable, match="Postgres went away during test: try again"):
        database.execute(sql("insert into things values (1)"), {})
    # And the next statement connects again and sees what became of it
    wire.swallows_answers = False
    assert database.execute(sql("select id from things"), {}) == [{"id": 1}]
    assert wire.connections == 2


def test_a_connection_closed_while_idle_is_replaced_unseen(wire: Wire) -> None:
    database = Database(lambda: wire.url)
    database.execute(sql("select 1"), {})

    wire.cut()

    assert database.execute(sql("select 1 as one"), {}) == [{"one": 1}]
    assert wire.connections == 2


def test_a_terminated_backend_is_unavailable(database: Database) -> None:
    with pytest.raises(DatabaseUnavailable):
        database.execute(sql("select pg_terminate_backend(pg_backend_pid())"), {})

    assert database.execute(sql("select 1 as one"), {}) == [{"one": 1}]


def test_nothing_listens() -> None:
    database = Database(lambda: "postgresql://chain:secret@127.0.0.1:1/chain")

    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:1 as chain") as caught:
        database.execute(sql("select 1"), {})

    assert "secret" not in str(caught.value)


FLAKY = """
    create function flaky(failures int, state text) returns bigint language plpgsql as $$
    declare tries bigint := nextval('tries');
    begin
      if tries <= failures then raise exception 'try again' using errcode = state; end if;
      return tries;
    end $$"""


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_conflict_is_tried_three_times(database: Database, state: str) -> None:
    # Given a statement that Postgres undoes because of another transaction (a sequence is not undone)
    database.execute(sql("create sequence tries"), {})
    database.execute(sql(FLAKY), {})
    flaky = sql("select flaky(:failures, :state) as tries")
    # When it works the third time, nobody notices
    assert database.execute(flaky, {"failures": 2, "state": state}) == [{"tries": 3}]
    # When it does not, it is left to the caller's own retry
    with pytest.raises(TransactionConflict):
        database.execute(flaky, {"failures": 6, "state": state})
    assert database.execute(sql("select nextval('tries') as tries"), {}) == [{"tries": 7}]


def test_each_thread_has_its_own_connection(database: Database) -> None:
    backends: list[object] = []

    def ask() -> None:
        backends.append(database.execute(sql("select pg_backend_pid() as pid"), {})[0]["pid"])
        database.close()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert len(set(backends)) == 3
