"""A run goes ahead while its steps are written: those that follow are made, and written together."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from local.engine.api.errors import ApiError
from local.engine.commands import SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from local.engine.options import EngineOptions
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ROLE, ask, call, sequence
from tests.local.engine.driver.relayed_runs import (
    PATIENCE_SECONDS,
    doubted,
    fail_steps,
    is_a_run_wanted,
    notice_commits_late,
    ten_calls,
)
from tests.local.engine.reporting.sinks import KeptLogs, logging_to

HOLD = "INSERT INTO holds (load) VALUES (%(load)s)"
STEPS = 12


@pytest.fixture
def calls(relayed: Bench) -> list[Any]:
    """What the function `count` was called with."""
    calls: list[Any] = []

    def count(event: Any, _context: Any) -> Any:
        calls.append(event)
        return event

    relayed.functions.by_name["count"] = count
    return calls


def counting(**others: Any) -> str:
    return sequence(**{f"Step{number:02}": call("count") for number in range(STEPS)} | others)


def committed_together(database: str) -> list[int]:
    """How many steps were written in each transaction, but for the first."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT count(*) FROM engine.steps WHERE first_id > 1 GROUP BY xmin ORDER BY min(first_id)"
        ).fetchall()
    return [count for (count,) in rows]


def test_as_many_steps_as_may_be_are_written_together(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch, engine_database: str
) -> None:
    notice_commits_late(monkeypatch)

    run = relayed.start(relayed.machine(counting()))

    assert relayed.status(run) == "SUCCEEDED"
    assert committed_together(engine_database)[:2] == [1, 8]
    assert relayed.types(run).count("LambdaFunctionSucceeded") == len(calls) == STEPS


def test_steps_that_are_written_together_are_logged_one_by_one(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_commits_late(monkeypatch)
    functions, sink = Functions(), KeptLogs()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(log_sink=sink)) as engine:
        bench = Bench(engine, functions)
        request = {"name": "machine", "definition": ten_calls(), "roleArn": ROLE}
        machine = engine.call("CreateStateMachine", request | {"loggingConfiguration": logging_to("ALL")})

        run = bench.start(machine["stateMachineArn"])

        assert engine.logs.delivery
        assert engine.logs.delivery.flush(PATIENCE_SECONDS)
        assert [event["type"] for event in sink.events] == bench.types(run)


def test_who_waits_for_a_run_has_it_between_two_transactions(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch, engine_database: str
) -> None:
    notice_commits_late(monkeypatch)
    waiting: list[threading.Thread] = []
    steps = relayed.engine.driver.steps

    def wanted(event: Any, _context: Any) -> Any:
        if waiting:
            return event
        with psycopg.connect(engine_database) as connection:
            row = connection.execute("SELECT id FROM engine.executions").fetchone()
        assert row
        waiting.append(threading.Thread(target=steps.waits_for, args=(row[0], 1)))
        waiting[0].start()
        while not steps.books.runs.is_wanted(row[0]):
            time.sleep(0.001)
        return event

    relayed.functions.by_name["wanted"] = wanted

    run = relayed.start(relayed.machine(counting(Step04=call("wanted"))))

    waiting[0].join(PATIENCE_SECONDS)
    assert relayed.status(run) == "SUCCEEDED"
    assert committed_together(engine_database)[:2] == [1, 1]
    assert relayed.types(run).count("LambdaFunctionSucceeded") == STEPS


def test_a_refused_write_of_a_step_ahead_fails_its_run_at_that_step(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch, holds: Callable[[], set[str]]
) -> None:
    notice_commits_late(monkeypatch)
    relayed.functions.by_name["hold"] = lambda event, _: Committing(event, SqlWrite(HOLD, {"load": "L-1"}))
    caught = [{"ErrorEquals": ["UniqueViolation"], "Next": "Step02"}]
    machine = relayed.machine(counting(Step00=call("hold"), Step01=call("hold", Catch=caught, Next="Step03")))

    run = relayed.start(machine)

    assert relayed.status(run) == "SUCCEEDED"
    assert relayed.types(run).count("LambdaFunctionFailed") == 1
    assert relayed.types(run).count("LambdaFunctionSucceeded") == STEPS - 1
    assert holds() == {"L-1"}


def test_steps_ahead_in_doubt_are_settled_by_the_journal(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_commits_late(monkeypatch)
    doubted(monkeypatch, after=1)

    run = relayed.start(relayed.machine(counting()))

    assert relayed.status(run) == "SUCCEEDED"
    assert relayed.types(run).count("LambdaFunctionSucceeded") == STEPS


def test_steps_ahead_that_were_lost_are_taken_again(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_commits_late(monkeypatch)
    send = StepPipe.send
    lost: list[int] = []

    def losing(pipe: StepPipe, steps: Any) -> None:
        if len(steps) > 1 and not lost:
            lost.append(len(steps))
            raise psycopg.OperationalError("connection lost")
        send(pipe, steps)

    monkeypatch.setattr(StepPipe, "send", losing)

    run = relayed.start(relayed.machine(counting()))

    assert relayed.status(run) == "SUCCEEDED"
    assert relayed.types(run).count("LambdaFunctionSucceeded") == STEPS
    assert len(calls) == STEPS + lost[0] - 1


def test_a_step_ahead_that_fails_is_tried_again_by_a_worker_after_those_before(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch, engine_database: str
) -> None:
    notice_commits_late(monkeypatch)
    fail_steps(monkeypatch, lambda failed: len(calls) == 4 and not failed)

    run = relayed.start(relayed.machine(counting()))

    assert relayed.status(run) == "SUCCEEDED"
    assert committed_together(engine_database)[:3] == [1, 2, 1]
    assert relayed.types(run).count("LambdaFunctionSucceeded") == len(calls) == STEPS


def test_who_is_handed_a_token_may_answer_at_once(
    relayed: Bench, calls: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_commits_late(monkeypatch)
    refused: list[ApiError] = []

    def answer(token: str) -> None:
        try:
            relayed.engine.call("SendTaskSuccess", {"taskToken": token, "output": '"yes"'})
        except ApiError as error:
            refused.append(error)

    answering: list[threading.Thread] = []

    def hand_over(event: Any, _context: Any) -> None:
        answering.append(threading.Thread(target=answer, args=(event["token"],)))
        answering[-1].start()
        while answering[-1].is_alive() and not is_a_run_wanted(relayed):
            time.sleep(0.001)

    relayed.functions.by_name["ask"] = hand_over

    run = relayed.start(relayed.machine(counting(Step04=ask())))

    answering[0].join(PATIENCE_SECONDS)
    assert refused == []
    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert relayed.described(run)["output"] == '"yes"'
    assert len(answering) == 1
