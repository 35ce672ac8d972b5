"""The engine or its database dies in the middle of a run: the run goes on and nothing happens twice."""

import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from uuid import uuid4

import pytest

from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from tests.conftest import Emulator
from tests.local.engine.bench import Bench, Functions, stepfunctions
from tests.local.engine.definitions import ROLE, ask, call, distributed, sequence, wait
from tests.local.engine.processes import EngineProcess, FunctionHost, function_host, restartable_postgres

PATIENCE_SECONDS = 30.0
TEN_STEPS = sequence(**{f"Step{number}": call("step") for number in range(10)})


@pytest.fixture
def host() -> Iterator[FunctionHost]:
    with function_host(FunctionHost()) as running:
        yield running


@pytest.fixture
def process(engine_database: str, host: FunctionHost, tmp_path: Path) -> Iterator[EngineProcess]:
    engine = EngineProcess(engine_database, host.url, tmp_path / "engine.log")
    engine.start()
    yield engine
    if engine.process and engine.process.poll() is None:
        engine.kill()


class Gate:
    """Stops the function host at its n-th call, once, until opened."""

    def __init__(self, at_call: int) -> None:
        self.at_call = at_call
        self.reached = threading.Event()
        self.opened = threading.Event()
        self._calls = 0
        self._lock = threading.Lock()

    def __call__(self, _name: str, event: Any) -> Any:
        with self._lock:
            self._calls += 1
            is_the_one = self._calls == self.at_call
        if is_the_one:
            self.reached.set()
            assert self.opened.wait(PATIENCE_SECONDS)
        return {"n": event["n"] + 1}


class StatusQueue:
    """A queue that a rule of the default bus fills with a machine's status changes."""

    def __init__(self, emulator: Emulator) -> None:
        self.name = str(uuid4())
        self._sqs, self._events = emulator.client("sqs"), emulator.client("events")
        self._url = self._sqs.create_queue(QueueName=self.name)["QueueUrl"]

    def subscribe(self, machine_arn: str) -> None:
        pattern = {"source": ["aws.states"], "detail": {"stateMachineArn": [machine_arn]}}
        self._events.put_rule(Name=self.name, EventPattern=json.dumps(pattern))
        arn = f"arn:aws:sqs:us-east-1:000000000000:{self.name}"
        self._events.put_targets(Rule=self.name, Targets=[{"Id": "queue", "Arn": arn}])

    def changes(self, count: int) -> set[tuple[str, str]]:
        """Each run and status told of, once `count` different ones are, or after a minute."""
        found: set[tuple[str, str]] = set()
        for _ in range(60):
            answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            for message in answer.get("Messages", []):
                detail = json.loads(message["Body"])["detail"]
                found.add((detail["executionArn"], detail["status"]))
                self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
            if len(found) >= count:
                break
        return found


def wait_for_end(client: Any, execution_arn: str) -> dict[str, Any]:
    """Describes the run until it has ended; each request waits for nothing, so the pause is the poll's."""
    pause = threading.Event()
    for _ in range(int(PATIENCE_SECONDS / 0.05)):
        described: dict[str, Any] = client.describe_execution(executionArn=execution_arn)
        if described["status"] != "RUNNING":
            return described
        pause.wait(0.05)
    pytest.fail(f"{execution_arn} did not end")


def history(client: Any, execution_arn: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = client.get_execution_history(executionArn=execution_arn, maxResults=1000)[
        "events"
    ]
    return [{name: value for name, value in event.items() if name != "timestamp"} for event in events]


def test_a_run_goes_on_after_kill_9(process: EngineProcess, host: FunctionHost) -> None:
    client = stepfunctions(process.url)
    machine = client.create_state_machine(name="ten", definition=TEN_STEPS, roleArn=ROLE)["stateMachineArn"]
    host.answer = Gate(at_call=0)
    whole = client.start_execution(stateMachineArn=machine, name="whole", input='{"n":0}')["executionArn"]
    wait_for_end(client, whole)
    host.calls.clear()
    host.answer = gate = Gate(at_call=5)

    run = client.start_execution(stateMachineArn=machine, name="killed", input='{"n":0}')["executionArn"]
    assert gate.reached.wait(PATIENCE_SECONDS)
    process.kill()
    gate.opened.set()
    process.start()

    described = wait_for_end(client, run)
    assert (described["status"], described["output"]) == ("SUCCEEDED", '{"n": 10}')
    assert history(client, run) == history(client, whole)
    assert len(host.calls) == 11


@pytest.mark.slow
def test_a_map_run_goes_on_after_kill_9(process: EngineProcess, host: FunctionHost) -> None:
    client = stepfunctions(process.url)
    state = distributed(sequence(Step=call("step")), MaxConcurrency=3)
    machine = client.create_state_machine(name="each", definition=sequence(Each=state), roleArn=ROLE)
    host.answer = gate = Gate(at_call=17)
    items = json.dumps([{"n": number} for number in range(40)])

    run = client.start_execution(stateMachineArn=machine["stateMachineArn"], name="killed", input=items)
    assert gate.reached.wait(PATIENCE_SECONDS)
    process.kill()
    gate.opened.set()
    process.start()

    described = wait_for_end(client, run["executionArn"])
    assert json.loads(described["output"]) == [{"n": number + 1} for number in range(40)]
    assert 40 <= len(host.calls) <= 43
    types = [event["type"] for event in history(client, run["executionArn"])]
    assert types[3:5] == ["MapRunStarted", "MapRunSucceeded"]


def test_waits_callbacks_and_children_survive_kill_9(process: EngineProcess, host: FunctionHost) -> None:
    tokens: list[str] = []
    host.answer = lambda name, event: tokens.append(event["token"]) if name == "ask" else event
    client = stepfunctions(process.url)
    child = client.create_state_machine(name="child", definition=sequence(Ask=ask()), roleArn=ROLE)
    resource = "arn:aws:states:::states:startExecution.sync:2"
    nested = {
        "Type": "Task",
        "Resource": resource,
        "Parameters": {"StateMachineArn": child["stateMachineArn"]},
        "OutputPath": "$.Output",
    }
    parent = client.create_state_machine(
        name="parent", definition=sequence(Child=nested, Pause=wait(1)), roleArn=ROLE
    )
    run = client.start_execution(stateMachineArn=parent["stateMachineArn"], name="run")["executionArn"]
    pause = threading.Event()
    while not tokens:
        pause.wait(0.02)

    process.kill()
    process.start()
    client.send_task_success(taskToken=tokens[0], output='"answered"')

    described = wait_for_end(client, run)
    assert (described["status"], described["output"]) == ("SUCCEEDED", '"answered"')


@pytest.mark.slow
def test_every_status_change_reaches_the_default_bus_over_kill_9(
    engine_database: str, host: FunctionHost, tmp_path: Path, emulator: Emulator
) -> None:
    process = EngineProcess(engine_database, host.url, tmp_path / "engine.log", endpoint=emulator.url)
    process.start()
    try:
        client, queue = stepfunctions(process.url), StatusQueue(emulator)
        name = f"ten-{queue.name}"
        machine = client.create_state_machine(name=name, definition=TEN_STEPS, roleArn=ROLE)
        queue.subscribe(machine["stateMachineArn"])
        host.answer = lambda _name, event: {"n": event["n"] + 1}
        runs = set()
        for number in range(40):
            request = {"stateMachineArn": machine["stateMachineArn"], "name": f"run-{number}"}
            runs.add(client.start_execution(**request, input='{"n":0}')["executionArn"])
            if number % 8 == 7:
                process.kill()
                process.start()
        for run in runs:
            assert wait_for_end(client, run)["status"] == "SUCCEEDED"

        assert queue.changes(2 * len(runs)) == {
            (run, end) for run in runs for end in ("RUNNING", "SUCCEEDED")
        }
    finally:
        process.kill()


def test_sigterm_ends_the_engine_in_order(process: EngineProcess) -> None:
    assert process.stop() == 0


def test_postgres_restarts_in_mid_run_and_nothing_is_lost() -> None:
    folder = Path(mkdtemp(prefix="chain-tests-"))
    folder.chmod(0o755)
    try:
        with restartable_postgres(folder) as postgres:
            functions = Functions()
            calls: list[int] = []

            def step(event: Any, _context: Any) -> Any:
                calls.append(event["n"])
                if event["n"] in (3, 6):
                    postgres.stop()
                    postgres.start()
                return {"n": event["n"] + 1}

            functions.by_name["step"] = step
            with Engine(postgres.url, invoke=functions_in_process(functions.by_name)) as engine:
                bench = Bench(engine, functions)
                run = bench.start(bench.machine(TEN_STEPS), text='{"n":0}')

                assert bench.status(run) == "SUCCEEDED"
                assert calls == list(range(10))
                assert len(bench.types(run)) == 1 + 10 * 5 + 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
