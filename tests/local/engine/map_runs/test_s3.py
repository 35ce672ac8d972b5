"""Distributed Maps that read their items from S3 and write their results there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import call, distributed, passing, sequence
from tests.local.engine.map_runs.objects import ObjectsInMemory

READ = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "loads", "Key.$": "$.key"}}
WRITE = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "results", "Prefix": "day"}}


@pytest.fixture
def objects() -> ObjectsInMemory:
    return ObjectsInMemory()


@pytest.fixture
def bench(engine_database: str, functions: Functions, objects: ObjectsInMemory) -> Iterator[Bench]:
    invoke = functions_in_process(functions.by_name)
    with Engine(
        engine_database, clock=VirtualClock(), invoke=invoke, options=EngineOptions(objects=objects)
    ) as engine:
        yield Bench(engine, functions)


def start(bench: Bench, state: dict[str, Any], given: Any) -> dict[str, Any]:
    return bench.described(bench.start(bench.machine(sequence(Each=state)), text=json.dumps(given)))


def test_items_come_from_an_object(bench: Bench, objects: ObjectsInMemory) -> None:
    objects.contents["loads", "a.csv"] = b"origin\nGary\nReno\n"
    reader = {**READ, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW", "MaxItems": 1}}

    run = start(bench, distributed(passing(), ItemReader=reader), {"key": "a.csv"})

    assert json.loads(run["output"]) == [{"origin": "Gary"}]


def test_a_source_that_cannot_be_read_fails_the_map_run(bench: Bench) -> None:
    run = start(bench, distributed(passing(), ItemReader=READ), {"key": "nothing"})

    assert (run["error"], run["cause"]) == (
        "States.ItemReaderFailed",
        "The specified key does not exist: nothing",
    )
    assert bench.types(run["executionArn"])[2:6] == [
        "MapStateStarted",
        "MapRunStarted",
        "MapRunFailed",
        "MapStateFailed",
    ]


def test_results_are_written_and_the_state_says_where(bench: Bench, objects: ObjectsInMemory) -> None:
    run = start(bench, distributed(passing(), Label="each", ResultWriter=WRITE), [1, 2])

    output = json.loads(run["output"])
    key = output["ResultWriterDetails"]["Key"]
    assert output["ResultWriterDetails"]["Bucket"] == "results"
    assert key == f"day/{output['MapRunArn'].rpartition(':')[2]}/manifest.json"
    (file,) = json.loads(objects.contents["results", key])["ResultFiles"]["SUCCEEDED"]
    written = json.loads(objects.contents["results", file["Key"]])
    assert [result["Output"] for result in written] == ["1", "2"]
    described = bench.engine.call("DescribeMapRun", {"mapRunArn": output["MapRunArn"]})
    assert described["executionCounts"]["resultsWritten"] == 2


def test_a_failed_map_runs_results_are_written_too(bench: Bench, objects: ObjectsInMemory) -> None:
    bench.functions.by_name["fail"] = lambda _event, _context: 1 / 0
    state = distributed(sequence(Fail=call("fail")), MaxConcurrency=1, ResultWriter=WRITE)

    run = start(bench, state, [1, 2])

    names = {key.rpartition("/")[2] for _, key in objects.contents}
    assert run["error"] == "States.ExceedToleratedFailureThreshold"
    assert names == {"FAILED_0.json", "PENDING_0.json", "manifest.json"}


def test_a_destination_that_refuses_fails_the_map_run(engine_database: str) -> None:
    class Full(ObjectsInMemory):
        def write(self, bucket: str, key: str, content: bytes, content_type: str) -> None:
            self.read(bucket, key)

    with Engine(engine_database, clock=VirtualClock(), options=EngineOptions(objects=Full())) as engine:
        run = start(Bench(engine, Functions()), distributed(passing(), ResultWriter=WRITE), [1])

    assert run["error"] == "States.ResultWriterFailed"
