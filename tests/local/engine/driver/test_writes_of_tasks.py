"""A task's own write and the step that it ends: one commit, whatever goes wrong around it."""

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from local.engine.commands import SqlWrite
from local.engine.integrations.functions_in_process import Committing
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.postgres_journal import PostgresJournal
from tests.local.engine.bench import Bench
from tests.local.engine.definitions import call, sequence

HOLD = "INSERT INTO holds (load, carrier) VALUES (%(load)s, %(carrier)s)"


@pytest.fixture
def holds(engine_database: str) -> Callable[[], list[tuple[Any, ...]]]:
    """A table of the application's in the engine's database; answers its rows."""
    with psycopg.connect(engine_database, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS holds")
        connection.execute("CREATE TABLE holds (load text PRIMARY KEY, carrier integer)")

    def rows() -> list[tuple[Any, ...]]:
        with psycopg.connect(engine_database) as connection:
            return connection.execute("SELECT load, carrier FROM holds").fetchall()

    return rows


def hold(bench: Bench, calls: list[Any] | None = None) -> None:
    """Registers the function `hold`, which notes its calls."""

    def function(event: Any, _context: Any) -> Committing:
        if calls is not None:
            calls.append(event)
        return Committing({"held": event["load"]}, SqlWrite(HOLD, {"load": event["load"], "carrier": 7}))

    bench.functions.by_name["hold"] = function


def test_the_write_is_committed_and_the_output_goes_on(bench: Bench, holds: Callable[[], list[Any]]) -> None:
    hold(bench)

    run = bench.start(bench.machine(sequence(Hold=call("hold"))), text='{"load": "L-1"}')

    assert json.loads(bench.described(run)["output"]) == {"held": "L-1"}
    assert holds() == [("L-1", 7)]


@pytest.mark.parametrize("committed", [False, True])
def test_a_commit_in_doubt_writes_once(
    bench: Bench, holds: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    calls: list[Any] = []
    hold(bench, calls)
    append = PostgresJournal.append
    lost: list[Any] = []

    def stumbling(journal: PostgresJournal, step: Any) -> None:
        if step.write and not lost:
            lost.append(step)
            if committed:
                append(journal, step)
            raise JournalUnavailableError("connection lost")
        append(journal, step)

    monkeypatch.setattr(PostgresJournal, "append", stumbling)
    monkeypatch.setattr("local.engine.driver.patience._FIRST_PAUSE_SECONDS", 0.0)

    run = bench.start(bench.machine(sequence(Hold=call("hold"))), text='{"load": "L-1"}')

    assert bench.status(run) == "SUCCEEDED"
    assert (holds(), len(calls)) == ([("L-1", 7)], 1)


def test_a_refused_write_fails_the_task_under_its_class(bench: Bench, holds: Callable[[], list[Any]]) -> None:
    hold(bench)
    caught = {"ErrorEquals": ["UniqueViolation"], "Next": "Taken", "ResultPath": None}
    machine = bench.machine(
        sequence(Hold=call("hold", Catch=[caught]), Taken={"Type": "Pass", "Result": "taken"})
    )
    first = bench.start(bench.machine(sequence(Hold=call("hold")), "first"), text='{"load": "L-1"}')

    second = bench.start(machine, text='{"load": "L-1"}')

    assert bench.status(first) == "SUCCEEDED"
    assert bench.described(second)["output"] == '"taken"'
    assert "LambdaFunctionFailed" in bench.types(second)
    assert holds() == [("L-1", 7)]


def test_what_the_service_refuses_to_hand_on_is_not_written(
    bench: Bench, holds: Callable[[], list[Any]]
) -> None:
    too_much = "x" * 300_000
    bench.functions.by_name["hold"] = lambda _event, _context: Committing(
        too_much, SqlWrite(HOLD, {"load": "L-1", "carrier": 7})
    )

    run = bench.start(bench.machine(sequence(Hold=call("hold"))))

    assert bench.status(run) == "FAILED"
    assert holds() == []


def test_an_express_run_writes_too(bench: Bench, holds: Callable[[], list[Any]]) -> None:
    hold(bench)

    bench.start(bench.machine(sequence(Hold=call("hold")), kind="EXPRESS"), text='{"load": "L-1"}')

    assert holds() == [("L-1", 7)]
