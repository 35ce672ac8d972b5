"""Execution logs: levels, shapes, streams, and a service that is away."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from local.engine.api.errors import ApiError
from local.engine.clock import VirtualClock
from local.engine.commands import Event
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from local.engine.reporting.destinations import LogLine
from local.engine.reporting.log_delivery import LogDelivery, Pending, batches
from local.engine.reporting.log_events import LONGEST_MESSAGE_BYTES, log_line
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ROLE, passing, sequence
from tests.local.engine.reporting.sinks import GROUP, GROUP_ARN, KeptLogs, logging_to

FAILS = json.dumps({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}})
MONDAY = datetime(2027, 3, 1, tzinfo=UTC)


@dataclass
class Logged:
    bench: Bench
    sink: KeptLogs

    def machine(self, definition: str, configuration: Any, kind: str = "STANDARD") -> str:
        request = {"name": "m", "definition": definition, "roleArn": ROLE, "type": kind}
        request["loggingConfiguration"] = configuration
        arn: str = self.bench.engine.call("CreateStateMachine", request)["stateMachineArn"]
        return arn

    def log_of(self, machine: str) -> list[dict[str, Any]]:
        self.bench.start(machine, text='{"n":1}')
        assert self.bench.engine.logs.delivery
        assert self.bench.engine.logs.delivery.flush(30)
        return self.sink.events


@pytest.fixture
def logged(engine_database: str) -> Iterator[Logged]:
    functions, sink = Functions(), KeptLogs()
    options = EngineOptions(log_sink=sink)
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        yield Logged(Bench(engine, functions), sink)


def test_an_event_is_logged_in_awss_shape(logged: Logged) -> None:
    events = logged.log_of(logged.machine(passing(), logging_to("ALL")))

    assert [event["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert list(events[2].items()) == [
        ("id", "3"),
        ("type", "PassStateExited"),
        ("details", {"name": "Done", "output": '{"n":1}', "outputDetails": {"truncated": False}}),
        ("previous_event_id", "2"),
        ("event_timestamp", "1803859200000"),
        ("execution_arn", "arn:aws:states:us-east-1:000000000000:execution:m:run"),
        ("redrive_count", "0"),
    ]


def test_without_data_what_happened_is_logged_only(logged: Logged) -> None:
    events = logged.log_of(logged.machine(passing(), logging_to("ALL", with_data=False)))

    assert [event["details"] for event in events] == [
        {"roleArn": ROLE},
        {"name": "Done"},
        {"name": "Done"},
        {},
    ]


@pytest.mark.parametrize(
    ("level", "types"),
    [
        ("ALL", ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]),
        ("ERROR", ["FailStateEntered", "ExecutionFailed"]),
        ("FATAL", ["ExecutionFailed"]),
        ("OFF", []),
    ],
)
def test_each_level_takes_its_events(logged: Logged, level: str, types: list[str]) -> None:
    events = logged.log_of(logged.machine(FAILS, logging_to(level)))

    assert [event["type"] for event in events] == types


def test_express_executions_are_logged_too(logged: Logged) -> None:
    events = logged.log_of(logged.machine(passing(), logging_to("ALL"), "EXPRESS"))

    assert events[-1]["details"] == {"output": '{"n":1}', "outputDetails": {"truncated": False}}
    assert ":express:m:run:" in events[-1]["execution_arn"]


def test_a_machine_has_a_stream_of_its_own(logged: Logged) -> None:
    machine = logged.machine(passing(), logging_to("ALL"))
    logged.log_of(machine)
    logged.bench.start(machine, "again")
    assert logged.bench.engine.logs.delivery
    logged.bench.engine.logs.delivery.flush(30)

    streams = {(group, stream) for group, stream, _ in logged.sink.puts}
    assert len(streams) == 1
    group, stream = streams.pop()
    assert group == GROUP
    assert re.fullmatch(r"states/m/2027-03-01-00-00/[0-9a-f]{8}", stream)


def test_a_redriven_runs_events_say_so(logged: Logged) -> None:
    run = logged.bench.start(logged.machine(FAILS, logging_to("FATAL")))

    logged.bench.engine.call("RedriveExecution", {"executionArn": run})
    logged.bench.engine.settle()
    assert logged.bench.engine.logs.delivery
    logged.bench.engine.logs.delivery.flush(30)

    assert [event["redrive_count"] for event in logged.sink.events] == ["0", "1"]


def test_a_run_keeps_the_logging_it_was_started_with(logged: Logged) -> None:
    ask = {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:update"}
    machine = logged.machine(sequence(Update=ask), logging_to("ALL"))

    def update(_event: Any, _context: Any) -> None:
        off = {"stateMachineArn": machine, "loggingConfiguration": {"level": "OFF"}}
        logged.bench.engine.call("UpdateStateMachine", off)

    logged.bench.functions.by_name["update"] = update

    assert logged.log_of(machine)[-1]["type"] == "ExecutionSucceeded"


def test_lines_that_the_service_does_not_take_are_sent_again_then_dropped(logged: Logged) -> None:
    machine = logged.machine(passing(), logging_to("FATAL"))
    aborted = logged.machine(passing(), logging_to("FATAL"))
    delivery = logged.bench.engine.logs.delivery
    assert delivery
    delivery._closed.wait = lambda _seconds=None: False  # type: ignore[method-assign, assignment]  # no pauses
    logged.sink.failures = 2

    delivery.put([Pending(GROUP, "s", 10, lambda: LogLine(0, '"kept"'))])
    delivery.flush(30)
    logged.sink.failures = 4
    delivery.put([Pending(GROUP, "s", 10, lambda: LogLine(0, '"lost"'))])
    delivery.flush(30)

    assert (logged.sink.events, delivery.dropped) == (["kept"], 1)
    assert machine == aborted
    assert logged.bench.status(logged.bench.start(machine)) == "SUCCEEDED"


def test_what_finds_no_room_is_dropped_and_the_run_goes_on() -> None:
    delivery = LogDelivery(KeptLogs())
    huge = 9 * 1024 * 1024

    delivery.put([Pending(GROUP, "s", huge, lambda: LogLine(0, "{}"))])

    assert delivery.dropped == 1
    delivery.close(1)


def test_batches_are_as_large_as_the_service_takes() -> None:
    lines = [LogLine(number, "x" * 200_000) for number in range(12)]

    assert [len(batch) for batch in batches(lines)] == [5, 5, 2]


@pytest.mark.parametrize("character", ["x", '"', "漢", "\u0000"])
def test_a_payload_that_does_not_fit_is_cut_and_said_to_be(character: str) -> None:
    details: dict[str, Any] = {
        "name": "S",
        "output": character * 262_144,
        "outputDetails": {"truncated": False},
    }
    event = Event(3, 2, "PassStateExited", MONDAY, details)

    line = log_line(event, "arn", 0, with_data=True)

    assert len(line.message.encode()) <= LONGEST_MESSAGE_BYTES
    logged_details = json.loads(line.message)["details"]
    assert logged_details["outputDetails"] == {"truncated": True}
    assert details["output"].startswith(logged_details["output"])
    assert event.details["outputDetails"] == {"truncated": False}


@pytest.mark.parametrize(
    ("configuration", "problem"),
    [
        ({"level": "ALL"}, "Must specify exactly one Log Destination."),
        ({"level": "ALL", "destinations": []}, "Must specify exactly one Log Destination."),
        ({"level": "ALL", "destinations": [{}]}, "Must specify exactly one Log Destination."),
        (
            {"level": "OFF", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": GROUP_ARN}}] * 2},
            "Must specify exactly one Log Destination.",
        ),
        (logging_to("ALL", arn=GROUP_ARN.replace("/runs", "/none")), "Log Destination not found."),
        (
            logging_to("ALL", arn=GROUP_ARN.removesuffix(":*")),
            f"The ARN of a log group must end with ':*': {GROUP_ARN.removesuffix(':*')}",
        ),
    ],
)
def test_a_bad_configuration_is_refused(logged: Logged, configuration: Any, problem: str) -> None:
    with pytest.raises(ApiError) as error:
        logged.machine(passing(), configuration)

    assert (error.value.name, error.value.message) == (
        "InvalidLoggingConfiguration",
        f"Invalid Logging Configuration: {problem}",
    )


@pytest.mark.parametrize("given", [{}, {"destinations": []}, {"level": "OFF"}])
def test_what_is_left_out_gets_awss_defaults(logged: Logged, given: Any) -> None:
    machine = logged.machine(passing(), given)

    described = logged.bench.engine.call("DescribeStateMachine", {"stateMachineArn": machine})

    assert described["loggingConfiguration"] == {"level": "OFF", "includeExecutionData": False} | given
