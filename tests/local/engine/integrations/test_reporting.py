"""What others are told of runs, with the emulator's EventBridge, SQS and CloudWatch Logs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from local.engine.api.errors import ApiError
from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.clients import Clients, Services
from local.engine.integrations.cloudwatch_logs import CloudWatchLogs
from local.engine.integrations.default_bus import DefaultBus
from local.engine.integrations.event_rules import EventRules
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from local.engine.reporting.status_events import Entry
from tests.conftest import Emulator
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import ROLE, passing
from tests.local.engine.reporting.sinks import logging_to

SENT: Entry = {
    "Time": datetime(2027, 3, 1, tzinfo=UTC),
    "Source": "aws.states",
    "Resources": ["arn:aws:states:us-east-1:000000000000:execution:m:r"],
    "DetailType": "Step Functions Execution Status Change",
    "Detail": '{"status":"FAILED"}',
}


@dataclass
class Reported:
    bench: Bench
    emulator: Emulator
    queue: str

    def messages(self, count: int) -> list[dict[str, Any]]:
        """The first `count` messages; the queue is asked for half a minute at most."""
        sqs, bodies = self.emulator.client("sqs"), []
        for _ in range(30):
            answer = sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)
            bodies += [json.loads(message["Body"]) for message in answer.get("Messages", [])]
            if len(bodies) >= count:
                break
        return bodies


def put_rule(emulator: Emulator, queue: str, pattern: dict[str, Any]) -> None:
    """A rule of the default bus, to the queue."""
    sqs, events, name = emulator.client("sqs"), emulator.client("events"), f"rule-{uuid4()}"
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": attributes["QueueArn"]}])


@pytest.fixture
def reported(engine_database: str, emulator: Emulator) -> Iterator[Reported]:
    queue = emulator.client("sqs").create_queue(QueueName=f"changes-{uuid4()}")["QueueUrl"]
    clients, functions = Clients(Services(emulator.url)), Functions()
    options = EngineOptions(log_sink=CloudWatchLogs(clients), event_bus=DefaultBus(clients))
    invoke = functions_in_process(functions.by_name)
    with Engine(engine_database, clock=VirtualClock(), invoke=invoke, options=options) as engine:
        yield Reported(Bench(engine, functions), emulator, queue)


def test_a_rule_of_the_default_bus_gets_status_changes(reported: Reported) -> None:
    machine = reported.bench.machine(passing(), f"told-{uuid4()}")
    other = reported.bench.machine(passing(), f"other-{uuid4()}")
    put_rule(
        reported.emulator,
        reported.queue,
        {"source": ["aws.states"], "detail": {"stateMachineArn": [machine]}},
    )

    run = reported.bench.start(machine)
    reported.bench.start(other)

    messages = sorted(reported.messages(2), key=lambda message: str(message["detail"]["stopDate"]))
    assert {message["detail"]["status"] for message in messages} == {"RUNNING", "SUCCEEDED"}
    assert messages[0] | {"id": "", "detail": {}} == {
        "version": "0",
        "id": "",
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": "000000000000",
        "time": "2027-03-01T00:00:00Z",
        "region": "us-east-1",
        "resources": [run],
        "detail": {},
    }


def test_logs_stand_in_their_group(reported: Reported) -> None:
    logs, group = reported.emulator.client("logs"), f"/runs/{uuid4()}"
    logs.create_log_group(logGroupName=group)
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{group}:*"
    request = {"name": f"logged-{uuid4()}", "definition": passing(), "roleArn": ROLE}
    machine = reported.bench.engine.call(
        "CreateStateMachine", request | {"loggingConfiguration": logging_to("ALL", arn=arn)}
    )["stateMachineArn"]

    run = reported.bench.start(machine)
    assert reported.bench.engine.logs.delivery
    assert reported.bench.engine.logs.delivery.flush(30)

    streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
    names = sorted(stream["logStreamName"] for stream in streams)
    assert names[0] == "log_stream_created_by_aws_to_validate_log_delivery_subscriptions"
    assert names[1].startswith(f"states/{request['name']}/2027-03-01-00-00/")
    events = logs.get_log_events(logGroupName=group, logStreamName=names[1], startFromHead=True)["events"]
    logged = [json.loads(event["message"]) for event in events]
    assert [event["type"] for event in logged] == reported.bench.types(run)
    assert [str(event["timestamp"]) for event in events] == [event["event_timestamp"] for event in logged]


def test_a_group_that_is_not_there_is_refused(reported: Reported) -> None:
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:/none/{uuid4()}:*"
    request = {"name": "m", "definition": passing(), "roleArn": ROLE}

    with pytest.raises(ApiError, match="Log Destination not found"):
        reported.bench.engine.call(
            "CreateStateMachine", request | {"loggingConfiguration": logging_to("ALL", arn=arn)}
        )


def test_an_unreachable_target_keeps_the_event(emulator: Emulator) -> None:
    rules = EventRules(Clients(Services(emulator.url)))
    targets = [{"Id": "gone", "Arn": f"arn:aws:sqs:us-east-1:000000000000:gone-{uuid4()}"}]
    matching = {"Name": "r", "EventPattern": '{"source":["aws.states"]}', "Targets": targets}
    other = matching | {"EventPattern": '{"source":["aws.ec2"]}'}

    assert not rules.deliver(SENT, [matching])
    assert rules.deliver(SENT, [other])


@pytest.mark.parametrize(
    ("pattern", "is_asked"),
    [
        ({"source": ["chain.booking"]}, False),
        ({"source": ["chain.booking", "aws.states"]}, True),
        ({"source": [{"prefix": "aws."}]}, True),
        ({"detail": {"status": ["FAILED"]}}, True),
    ],
)
def test_the_bus_is_asked_about_rules_that_may_match(
    monkeypatch: pytest.MonkeyPatch, pattern: dict[str, Any], *, is_asked: bool
) -> None:
    asked: list[str] = []

    class Events:
        def test_event_pattern(self, **request: Any) -> dict[str, bool]:
            asked.append(request["EventPattern"])
            return {"Result": False}

    clients = Clients(Services())
    monkeypatch.setattr(clients, "client", lambda _service: Events())

    EventRules(clients).deliver(SENT, [{"Name": "r", "EventPattern": json.dumps(pattern), "Targets": []}])

    assert bool(asked) is is_asked


class AwsEvents:
    """EventBridge's client for a source that may be put."""

    def __init__(self, answers: Sequence[dict[str, Any]]) -> None:
        self.answers = answers
        self.put: list[Any] = []

    def put_events(self, **request: Any) -> dict[str, Any]:
        self.put += request["Entries"]
        return {"Entries": self.answers}


def test_what_putevents_takes_in_part_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    events = AwsEvents([{"EventId": "1"}, {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}])
    clients = Clients(Services())
    monkeypatch.setattr(clients, "client", lambda _service: events)

    assert list(DefaultBus(clients).put([SENT, SENT])) == [True, False]
    assert events.put == [SENT, SENT]
