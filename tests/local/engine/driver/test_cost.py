"""What a run costs: statements, threads, memory."""

import json
import threading
from typing import Any

import psycopg
import pytest

from local.bench.history import costs
from local.engine.clock import VirtualClock
from local.engine.commands import SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from local.engine.options import EngineOptions, Sizes
from local.engine.reporting.status_delivery import StatusDelivery
from local.engine.store.postgres_journal import PostgresJournal
from local.engine.store.prepared import Connection
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, distributed, sequence, wait
from tests.local.engine.reporting.sinks import KeptEvents


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement sent; with autocommit each is one transaction and one round trip."""
    sent: list[str] = []
    execute, run = psycopg.Cursor.execute, Connection.run

    def counted(cursor: Any, statement: Any, *arguments: Any, **named: Any) -> Any:
        sent.append(str(statement))
        return execute(cursor, statement, *arguments, **named)

    def counted_run(connection: Any, statement: str, parameters: Any) -> Any:
        sent.append(statement)
        return run(connection, statement, parameters)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    monkeypatch.setattr(Connection, "run", counted_run)
    return sent


def test_a_step_is_one_statement(bench: Bench, statements: list[str]) -> None:
    bench.functions.by_name["start_counting"] = lambda _event, _context: statements.clear()
    states = {f"Step{number}": call("echo", TimeoutSeconds=60) for number in range(10)}
    machine = bench.machine(sequence(Begin=call("start_counting"), **states))

    bench.start(machine)

    assert len(statements) == 11


def test_a_status_change_is_in_the_steps_statement(
    engine_database: str, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatusDelivery, "open", lambda _delivery: None)
    functions = Functions()
    functions.by_name["start_counting"] = lambda _event, _context: statements.clear()
    options = EngineOptions(event_bus=KeptEvents())
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)
        states = {f"Step{number}": call("echo") for number in range(5)}
        machine = bench.machine(sequence(Begin=call("start_counting"), **states))

        bench.start(machine)

        assert len(statements) == 6
        assert ["engine.announcements" in statement for statement in statements] == [False] * 5 + [True]


def test_a_tasks_own_write_is_in_the_steps_statement(bench: Bench, statements: list[str]) -> None:
    write = SqlWrite(
        "INSERT INTO engine.settings (name, value) VALUES (%(name)s, 'held')", {"name": "load-1"}
    )
    bench.functions.by_name["start_counting"] = lambda _event, _context: statements.clear()
    bench.functions.by_name["hold"] = lambda event, _context: Committing(event, write)
    machine = bench.machine(sequence(Begin=call("start_counting"), Hold=call("hold")))

    bench.start(machine)

    assert len(statements) == 2


def test_starting_a_run_with_its_first_step_is_one_write(bench: Bench, statements: list[str]) -> None:
    machine = bench.machine(sequence(Ask=ask(TimeoutSeconds=60)))
    statements.clear()

    bench.engine.call("StartExecution", {"stateMachineArn": machine})

    assert sum("INSERT" in statement for statement in statements) <= 2


def test_waiting_runs_hold_no_thread(engine_database: str) -> None:
    functions = Functions()
    options = EngineOptions(sizes=Sizes(workers=4, connections=2, folded_runs=10))
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)
        waiting = bench.machine(sequence(Pause=wait(3600), Ask=ask(HeartbeatSeconds=600)))
        before = threading.active_count()

        runs = [bench.start(waiting, f"run-{number}") for number in range(500)]
        bench.engine.jump()

        assert threading.active_count() - before <= 4
        assert len(functions.tokens) == 500
        assert {bench.status(run) for run in runs[::50]} == {"RUNNING"}
        assert len(engine._folded_runs) <= 10


def test_a_run_out_of_memory_is_folded_again(engine_database: str) -> None:
    functions = Functions()
    options = EngineOptions(sizes=Sizes(folded_runs=1))
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)
        machine = bench.machine(sequence(Ask=ask(), Echo=call("echo")))
        runs = [bench.start(machine, f"run-{number}") for number in range(3)]

        for token in functions.tokens:
            engine.call("SendTaskSuccess", {"taskToken": token, "output": '"late"'})
        engine.settle()

        assert [bench.described(run)["output"] for run in runs] == ['"late"'] * 3


def test_a_child_of_a_map_run_costs_its_steps_and_one_look_at_its_end(
    bench: Bench, statements: list[str]
) -> None:
    machine = bench.machine(sequence(Each=distributed(sequence(Echo=call("echo")))))
    sent = []
    for count in (1, 10, 30):  # the first one reads the definition
        statements.clear()
        bench.start(machine, name=f"of-{count}", text=json.dumps(list(range(count))))
        sent.append(len(statements))

    assert sent[2] - sent[1] == 20 * 3


def test_a_step_costs_the_same_late_in_a_long_run(engine_database: str) -> None:
    early, late = costs(engine_database, [4_000])

    assert early.events < 10
    assert late.events > 3_900
    assert (late.calls, late.statements) == (early.calls, early.statements)


def test_a_long_history_is_not_read_again_for_each_step_of_many_runs(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = Functions()
    loaded: list[int] = []
    load = PostgresJournal.load

    def noted(journal: PostgresJournal, execution_id: int) -> Any:
        loaded.append(execution_id)
        return load(journal, execution_id)

    options = EngineOptions(sizes=Sizes(folded_runs=4))
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)
        echoes = {f"Echo{number}": call("echo") for number in range(5)}
        bench.start(bench.machine(sequence(**echoes, Ask=ask(), Again=ask()), "long"), "long")
        long_token = functions.tokens[0]
        short = bench.machine(sequence(Ask=ask(), Again=ask()), "short")
        for number in range(6):
            bench.start(short, f"run-{number}")
        monkeypatch.setattr(PostgresJournal, "load", noted)

        engine.call("SendTaskSuccess", {"taskToken": long_token, "output": "{}"})
        engine.settle()

    assert loaded == []
