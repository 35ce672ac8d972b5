"""Runs taken from call to call on the relay's thread: as workers do it, together, past every failure."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest

from local.engine.clock import VirtualClock
from local.engine.commands import ExecutionInfo, RunStatus, SqlWrite
from local.engine.core.run import Run
from local.engine.driver.workers import ThreadWorkers
from local.engine.engine import Engine, EngineOptions, Sizes
from local.engine.integrations.clients import Services
from local.engine.integrations.functions_in_process import Committing, functions_in_process
from local.engine.store.connections import JournalUnavailableError
from local.engine.store.postgres_journal import PostgresJournal
from local.engine.store.step_pipe import StepPipe
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ask, call, distributed, sequence, start_run, wait
from tests.local.engine.reporting.sinks import KeptEvents

PATIENCE_SECONDS = 20.0
HOLD = "INSERT INTO holds (load) VALUES (%(load)s)"
Work = Callable[[], None]


@pytest.fixture
def relayed(engine_database: str, functions: Functions) -> Iterator[Bench]:
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke) as engine:
        yield Bench(engine, functions)


@pytest.fixture
def by_workers(monkeypatch: pytest.MonkeyPatch) -> list[Work]:
    """What was left to workers."""
    left: list[Work] = []
    submit = ThreadWorkers.submit

    def noted(workers: ThreadWorkers, work: Work) -> None:
        left.append(work)
        submit(workers, work)

    monkeypatch.setattr(ThreadWorkers, "submit", noted)
    return left


def ten_calls() -> str:
    return sequence(**{f"Step{number}": call("echo") for number in range(10)})


def _pause(is_paused: threading.Event, go_on: threading.Event) -> None:
    is_paused.set()
    go_on.wait(PATIENCE_SECONDS)


def start_together(bench: Bench, machine: str, names: list[str], text: str = "{}") -> list[str]:
    """Starts the runs while the relay is kept busy, so that all their calls are made in one round."""
    relay = bench.engine.driver._relay
    assert relay is not None
    is_paused, go_on = threading.Event(), threading.Event()
    relay._reactor.submit(partial(_pause, is_paused, go_on))
    assert is_paused.wait(PATIENCE_SECONDS)
    runs = [
        bench.engine.call("StartExecution", {"stateMachineArn": machine, "name": name, "input": text})
        for name in names
    ]
    go_on.set()
    assert bench.engine.settle(PATIENCE_SECONDS)
    return [run["executionArn"] for run in runs]


def test_a_run_has_the_history_that_workers_give_it(
    relayed: Bench, by_workers: list[Work], engine_database: str
) -> None:
    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert by_workers == []
    types = relayed.types(run)
    invoke = functions_in_process(relayed.functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke) as engine:
        bench = Bench(engine, relayed.functions)
        assert bench.types(bench.start(bench.machine(ten_calls()), "again")) == types


def test_steps_that_are_ready_together_are_written_together(relayed: Bench, engine_database: str) -> None:
    names = [f"run-{number}" for number in range(8)]

    runs = start_together(relayed, relayed.machine(ten_calls()), names)

    assert {relayed.status(run) for run in runs} == {"SUCCEEDED"}
    with psycopg.connect(engine_database) as connection:
        rows = connection.execute(
            "SELECT count(*), count(DISTINCT xmin::text) FROM engine.steps WHERE first_id > 1"
        ).fetchone()
    assert rows == (80, 10)


def test_answers_of_one_runs_branches_are_taken_one_after_the_other(relayed: Bench) -> None:
    branches = [json.loads(sequence(**{f"{n}A": call("echo"), f"{n}B": call("echo")})) for n in range(5)]
    machine = relayed.machine(sequence(Fan={"Type": "Parallel", "Branches": branches}))

    run = relayed.start(machine, text='{"load": "L-1"}')

    assert json.loads(relayed.described(run)["output"]) == [{"load": "L-1"}] * 5


def test_tokens_children_and_map_runs_go_on_as_they_do(relayed: Bench) -> None:
    child = relayed.machine(sequence(Echo=call("echo")), "child")
    each = distributed(sequence(Echo=call("echo")), ItemsPath="$.items")
    machine = relayed.machine(
        sequence(Ask=ask(ResultPath=None), Child=start_run(child, ".sync", ResultPath=None), Each=each)
    )
    run = relayed.start(machine, text='{"items": [1, 2]}')

    relayed.engine.call("SendTaskSuccess", {"taskToken": relayed.functions.tokens[0], "output": "{}"})

    assert relayed.engine.settle(PATIENCE_SECONDS)
    assert relayed.described(run)["output"] == "[1,2]"


@pytest.fixture
def holds(engine_database: str) -> Callable[[], set[str]]:
    with psycopg.connect(engine_database, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS holds")
        connection.execute("CREATE TABLE holds (load text PRIMARY KEY)")

    def loads() -> set[str]:
        with psycopg.connect(engine_database) as connection:
            return {load for (load,) in connection.execute("SELECT load FROM holds").fetchall()}

    return loads


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
    handle = Run.handle
    failures: list[Any] = []

    def failing(run: Run, stimulus: Any, surroundings: Any) -> Any:
        step = handle(run, stimulus, surroundings)
        if threading.current_thread().name == "engine-reactor" and len(failures) < 3:
            failures.append(stimulus)
            raise ZeroDivisionError
        return step

    monkeypatch.setattr(Run, "handle", failing)

    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert len(failures) == 3
    assert relayed.types(run).count("LambdaFunctionSucceeded") == 10


@dataclass
class Host:
    """Counts the calls that are under way at the same time."""

    url: str = ""
    now: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, change: int) -> None:
        with self.lock:
            self.now += change
            self.most = max(self.most, self.now)


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            event = self.rfile.read(int(self.headers["Content-Length"]))
            host.count(1)
            time.sleep(0.01)
            host.count(-1)
            self.send_response(200)
            self.send_header("Content-Length", str(len(event)))
            self.end_headers()
            self.wfile.write(event)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    host.url = f"http://127.0.0.1:{server.server_port}"
    yield host
    server.shutdown()
    server.server_close()


def test_no_more_calls_are_under_way_than_may_be(
    engine_database: str, host: Host, by_workers: list[Work]
) -> None:
    options = EngineOptions(Services(endpoints={"lambda": host.url}), sizes=Sizes(workers=3))
    with Engine(engine_database, options=options) as engine:
        bench = Bench(engine, Functions())
        machine = bench.machine(sequence(One=call("echo"), Two=call("echo")))

        runs = start_together(bench, machine, [f"run-{number}" for number in range(9)], '{"load":"L-1"}')

        assert {bench.described(run)["output"] for run in runs} == {'{"load":"L-1"}'}
    assert host.most == 3
    assert by_workers == []


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


def test_a_run_that_left_memory_is_taken_on_by_a_worker(relayed: Bench, by_workers: list[Work]) -> None:
    relay = relayed.engine.driver._relay
    assert relay is not None
    runs = relayed.engine._folded_runs

    def forget(event: Any, _context: Any) -> Any:
        runs._runs.clear()
        return event

    relayed.functions.by_name["forget"] = forget

    run = relayed.start(relayed.machine(sequence(Forget=call("forget"), Echo=call("echo"))))

    assert relayed.status(run) == "SUCCEEDED"
    assert len(by_workers) == 1


def test_a_function_that_may_wait_is_called_by_a_worker(engine_database: str, by_workers: list[Work]) -> None:
    functions = Functions()
    with Engine(engine_database, invoke=functions_in_process(functions.by_name)) as engine:
        bench = Bench(engine, functions)

        assert bench.status(bench.start(bench.machine(ten_calls()))) == "SUCCEEDED"

    assert by_workers


def test_the_end_is_told_once_it_is_committed(engine_database: str) -> None:
    told: list[tuple[str, RunStatus, str]] = []
    engine: Engine

    def note(execution: ExecutionInfo, status: RunStatus) -> None:
        with psycopg.connect(engine_database) as connection:
            row = connection.execute("SELECT status FROM engine.executions").fetchone()
        told.append((execution.name, status, row[0] if row else ""))

    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(on_end=note)) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(ten_calls()))

    assert told == [("run", RunStatus.SUCCEEDED, "SUCCEEDED")]


def test_a_step_is_written_before_the_one_that_follows(
    relayed: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, have_committed = StepPipe.send, StepPipe.have_committed
    said: list[str] = []

    def noted_send(pipe: StepPipe, steps: Any) -> None:
        said.append("sent")
        send(pipe, steps)

    def noted_commit(pipe: StepPipe) -> bool:
        committed = have_committed(pipe)
        said.extend(["committed"] if committed else [])
        return committed

    monkeypatch.setattr(StepPipe, "send", noted_send)
    monkeypatch.setattr(StepPipe, "have_committed", noted_commit)

    run = relayed.start(relayed.machine(ten_calls()))

    assert relayed.status(run) == "SUCCEEDED"
    assert said == ["sent", "committed"] * 10


def test_a_function_is_called_once_while_nothing_fails(relayed: Bench) -> None:
    calls: list[Any] = []
    relayed.functions.by_name["count"] = lambda event, _context: calls.append(event)

    relayed.start(relayed.machine(sequence(**{f"Step{number}": call("count") for number in range(6)})))

    assert len(calls) == 6


def test_who_stops_a_run_does_not_wait_for_its_end(relayed: Bench) -> None:
    otherwise = [{"ErrorEquals": ["States.ALL"], "Next": "Done"}]
    endless = {"Again": call("stop", Next="Again", Catch=otherwise), "Done": {"Type": "Succeed"}}
    machine = relayed.machine(json.dumps({"StartAt": "Again", "States": endless}))
    calls: list[Any] = []
    stopping: list[threading.Thread] = []

    def stop(event: Any, _context: Any) -> Any:
        calls.append(event)
        if len(calls) == 5:
            arn = relayed.engine.call("ListExecutions", {"stateMachineArn": machine})["executions"][0]
            request = {"executionArn": arn["executionArn"]}
            stopping.append(threading.Thread(target=relayed.engine.call, args=("StopExecution", request)))
            stopping[0].start()
        return event

    relayed.functions.by_name["stop"] = stop

    run = relayed.start(machine)

    stopping[0].join(PATIENCE_SECONDS)
    assert relayed.status(run) == "ABORTED"
    assert relayed.types(run)[-1] == "ExecutionAborted"
    assert relayed.types(run).count("LambdaFunctionSucceeded") <= len(calls)


def test_a_function_in_workers_is_called_once_the_step_before_is_written(engine_database: str) -> None:
    seen: list[int] = []

    def look(event: Any, _context: Any) -> Any:
        with psycopg.connect(engine_database) as connection:
            row = connection.execute("SELECT count(*) FROM engine.steps").fetchone()
        seen.append(row[0] if row else -1)
        return event

    functions = Functions({"look": look})
    with Engine(engine_database, invoke=functions_in_process(functions.by_name)) as engine:
        bench = Bench(engine, functions)
        bench.start(bench.machine(sequence(**{f"Step{number}": call("look") for number in range(4)})))

    assert seen == [1, 2, 3, 4]


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


class Impatience(Exception):
    """What somebody who is told of an end says."""


def test_who_is_told_of_the_end_may_fail(engine_database: str, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_execution: ExecutionInfo, _status: RunStatus) -> None:
        raise Impatience

    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(on_end=refuse)) as engine:
        bench = Bench(engine, functions)
        machine = bench.machine(sequence(Echo=call("echo")))

        runs = start_together(bench, machine, ["run-0", "run-1"])

        assert {bench.status(run) for run in runs} == {"SUCCEEDED"}
    assert caplog.text.count("end.untold") == 2


def doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first steps that a pipe commits are in doubt."""
    doubts: list[StepPipe] = []
    have_committed = StepPipe.have_committed

    def stumbling(pipe: StepPipe) -> bool:
        has_committed = have_committed(pipe)
        if has_committed and not doubts:
            doubts.append(pipe)
            raise psycopg.OperationalError("connection lost")
        return has_committed

    monkeypatch.setattr(StepPipe, "have_committed", stumbling)


def test_the_end_is_told_after_a_commit_in_doubt(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    doubted(monkeypatch)
    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    options = EngineOptions(on_end=lambda execution, _status: told.append(execution.name))
    with Engine(engine_database, invoke=invoke, options=options) as engine:
        bench = Bench(engine, functions)

        assert bench.status(bench.start(bench.machine(sequence(Echo=call("echo"))))) == "SUCCEEDED"

    assert told == ["run"]


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


def test_a_function_that_exits_ends_its_run_alone(relayed: Bench) -> None:
    def leave(_event: Any, _context: Any) -> None:
        raise SystemExit(3)

    relayed.functions.by_name["leave"] = leave
    machine = relayed.machine(sequence(Leave=call("leave")))
    other = relayed.machine(sequence(Echo=call("echo")), "other")

    first = start_together(relayed, machine, ["run"])[0]

    assert relayed.described(first)["error"] == "SystemExit"
    assert relayed.status(relayed.start(other)) == "SUCCEEDED"


def test_status_changes_of_steps_written_together_are_told(engine_database: str) -> None:
    bus = KeptEvents()
    functions = Functions()
    invoke = functions_in_process(functions.by_name, never_wait=True)
    with Engine(engine_database, invoke=invoke, options=EngineOptions(event_bus=bus)) as engine:
        bench = Bench(engine, functions)
        start_together(bench, bench.machine(ten_calls()), ["run-0", "run-1", "run-2"])

    told = [(detail["name"], detail["status"]) for detail in bus.details]
    assert sorted(told) == [(f"run-{n}", status) for n in range(3) for status in ("RUNNING", "SUCCEEDED")]


def test_nothing_is_written_once_the_logs_are_closed(
    engine_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(engine_database, invoke=functions_in_process(Functions().by_name)).open()
    relay = engine.driver._relay
    assert relay is not None
    are_alive: list[bool] = []
    monkeypatch.setattr(engine.logs, "close", lambda _: are_alive.append(relay._reactor._thread.is_alive()))

    engine.close()

    assert are_alive == [False]
