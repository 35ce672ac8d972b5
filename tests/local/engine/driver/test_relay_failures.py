"""The relay leaves to workers what fails or is in doubt: every run ends as if nothing had happened."""

import threading
import time
from asyncio import CancelledError
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from local.engine.commands import SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from local.engine.options import EngineOptions
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.postgres_journal import PostgresJournal
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, sequence, wait
from tests.local.engine.driver.relayed_runs import (
    PATIENCE_SECONDS,
    doubted,
    fail_steps,
    start_together,
    ten_calls,
)

HOLD = "INSERT INTO holds (load) VALUES (%(load)s)"


def test_a_refused_write_fails_its_own_run_alone(relayed: Bench, holds: Callable[[], set[str]]) -> None:
    def hold(event: Any, context: Any) -> Committing:
        del context
        load = event["load"] if event["name"] == "run-0" else event["name"]
        return Committing(event, SqlWrite(HOLD, {"load": load}))

    relayed.functions.by_name["hold"] = hold
    named = {"load.$": "$.load", "name.$": "$$.Execution.Name"}
    machine = relayed.machine(sequence(Hold=call("hold", Parameters=named), Echo=call("echo")))
    relayed.start(machine, "run-0", '{"load": "taken"}')

    runs = start_together(relayed, machine, ["taken", "free"], '{"load": "L-1"}')

    assert [relayed.status(run) for run in runs] == ["FAILED", "SUCCEEDED"]
    assert relayed.described(runs[0])["error"] == "UniqueViolation"
    assert holds() == {"taken", "free"}


def test_writes_that_wait_for_a_lock_keep_no_other_run_waiting(
    relayed: Bench, holds: Callable[[], set[str]], engine_database: str
) -> None:
    relayed.functions.by_name["hold"] = lambda event, _: Committing({}, SqlWrite(HOLD, event))
    named = {"load.$": "$$.Execution.Name"}
    waiting = relayed.machine(sequence(Hold=call("hold", Parameters=named)), "waiting")
    other = relayed.machine(ten_calls(), "other")
    relay = relayed.engine.driver._relay
    assert relay is not None
    with psycopg.connect(engine_database) as connection:
        connection.execute("LOCK TABLE holds")
        blocked = [begin(relayed, waiting, "L-0")]
        while relay._sending._idle:
            blocked.append(begin(relayed, waiting, f"L-{len(blocked)}"))
            time.sleep(0.05)
        free = begin(relayed, other, "free")

        end = time.monotonic() + PATIENCE_SECONDS
        while relayed.status(free) == "RUNNING" and time.monotonic() < end:
            time.sleep(0.01)

        assert relayed.status(free) == "SUCCEEDED"
        assert {relayed.status(run) for run in blocked} == {"RUNNING"}
    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert {relayed.status(run) for run in blocked} == {"SUCCEEDED"}
    assert holds() == {f"L-{number}" for number in range(len(blocked))}


def begin(bench: Bench, machine: str, name: str) -> str:
    request = {"stateMachineArn": machine, "name": name}
    return str(bench.engine.call("StartExecution", request)["executionArn"])


def test_runs_go_on_when_the_connections_are_lost(relayed: Bench, engine_database: str) -> None:
    calls: list[Any] = []

    def cut(event: Any, _context: Any) -> Any:
        calls.append(event)
        if len(calls) == 1:
            with psycopg.connect(engine_database, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        return event

    relayed.functions.by_name["cut"] = cut
    machine = relayed.machine(sequence(Cut=call("cut"), **{f"Step{n}": call("echo") for n in range(5)}))

    runs = start_together(relayed, machine, ["run-0", "run-1", "run-2"])

    assert {relayed.status(run) for run in runs} == {"SUCCEEDED"}
    assert len(calls) == 3
    relay = relayed.engine.driver._relay
    assert relay is not None
    assert len(relay._sending._idle) == 2


def test_a_step_that_fails_is_tried_again_by_a_worker(
    relayed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_on_the_relay(failed: int) -> bool:
        return threading.current_thread().name == "engine-reactor" and failed < 3

    failures = fail_steps(monkeypatch, is_on_the_relay)

    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert len(failures) == 3
    assert relayed.types(run).count("LambdaFunctionSucceeded") == 10


@pytest.mark.parametrize("committed", [False, True])
def test_a_commit_in_doubt_is_settled_by_the_journal(
    relayed: Bench,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    holds: Callable[[], set[str]],
    committed: bool,
) -> None:
    lost: list[StepPipe] = []
    have_committed = StepPipe.have_committed

    def stumbling(pipe: StepPipe) -> bool:
        if lost or not pipe._sent:
            return have_committed(pipe)
        if committed and not have_committed(pipe):
            return False
        lost.append(pipe)
        raise psycopg.OperationalError("connection lost")

    relayed.functions.by_name["hold"] = lambda event, _: Committing(event, SqlWrite(HOLD, {"load": "L-1"}))
    monkeypatch.setattr(StepPipe, "have_committed", stumbling)

    run = relayed.start(relayed.machine(sequence(Hold=call("hold"), Echo=call("echo"))))

    assert relayed.status(run) == "SUCCEEDED"
    assert len(lost) == caplog.text.count("pipe.lost") == 1
    assert holds() == {"L-1"}


def test_a_timer_of_a_commit_in_doubt_is_noticed(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubted(monkeypatch)
    has_ended = threading.Event()
    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    options = EngineOptions(on_end=lambda _execution, _status: has_ended.set())
    with Engine(engine_database, invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)

        bench.start(bench.machine(sequence(Echo=call("echo"), Pause=wait(1))))

        assert has_ended.wait(PATIENCE_SECONDS)


@pytest.mark.parametrize("method", ["open_pipe", "owed", "unreported_children"])
def test_the_journal_may_be_away_while_the_engine_opens(
    engine_database: str, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    answer = getattr(PostgresJournal, method)
    asked: list[PostgresJournal] = []

    def stumbling(journal: PostgresJournal) -> Any:
        asked.append(journal)
        if len(asked) == 2 or (len(asked) == 1 and method != "open_pipe"):
            raise JournalUnavailableError("connection lost")
        return answer(journal)

    monkeypatch.setattr(PostgresJournal, method, stumbling)
    functions = Functions()

    with Engine(engine_database, invoke=functions_in_process(functions.by_name, never_wait=True)) as engine:
        bench = Bench(engine, functions)
        run = bench.start(bench.machine(ten_calls()))

        assert bench.status(run) == "SUCCEEDED"
        relay = engine.driver._relay
        assert relay is not None
        assert len(relay._sending._idle) == 2


@pytest.mark.parametrize("failure", [SystemExit, CancelledError])
def test_a_function_that_exits_or_is_cancelled_ends_its_run_alone(
    relayed: Bench, failure: type[BaseException]
) -> None:
    def leave(_event: Any, _context: Any) -> None:
        raise failure

    relayed.functions.by_name["leave"] = leave
    machine = relayed.machine(sequence(Leave=call("leave")))
    other = relayed.machine(sequence(Echo=call("echo")), "other")

    first = start_together(relayed, machine, ["run"])[0]

    assert relayed.described(first)["error"] == failure.__name__
    assert relayed.status(relayed.start(other)) == "SUCCEEDED"
