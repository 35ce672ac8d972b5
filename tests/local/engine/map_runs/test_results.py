"""A map run's results, shaped and written as AWS does it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local.engine.map_runs import writing
from local.engine.map_runs.plan import WriteResults
from local.engine.map_runs.results import ChildResult, aggregated
from local.engine.map_runs.writing import write_results
from tests.local.engine.map_runs.objects import ObjectsInMemory

MONDAY = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
ARN = "arn:aws:states:us-east-1:000000000000:mapRun:booking/loads:run"
CHILD = "arn:aws:states:us-east-1:000000000000:execution:booking/loads:"


def result(index: int, status: str = "SUCCEEDED", **members: Any) -> ChildResult:
    usual: dict[str, Any] = {
        "execution_arn": f"{CHILD}{index}",
        "name": str(index),
        "machine_arn": "arn:aws:states:us-east-1:000000000000:stateMachine:booking/loads",
        "started_at": MONDAY,
        "stopped_at": MONDAY,
    }
    return ChildResult(index, 1, status, "7", **{**usual, **members})


RESULTS = [
    result(0, output="[1,2]"),
    result(1, output='{"a":1}'),
    result(2, "FAILED", error="Broken", cause="no truck"),
]


@pytest.mark.parametrize(
    ("transformation", "succeeded"), [("COMPACT", [[1, 2], {"a": 1}]), ("FLATTEN", [1, 2, {"a": 1}])]
)
def test_outputs_alone_and_failures_described(transformation: str, succeeded: list[Any]) -> None:
    *outputs, failed = json.loads(aggregated(RESULTS, WriteResults(transformation=transformation)))

    assert outputs == succeeded
    assert (failed["Status"], failed["Error"], failed["Cause"]) == ("FAILED", "Broken", "no truck")


def test_results_with_their_metadata() -> None:
    first, *_ = json.loads(aggregated(RESULTS, WriteResults(transformation="NONE")))

    assert first == {
        "ExecutionArn": f"{CHILD}0",
        "Input": "7",
        "InputDetails": {"Included": True},
        "Name": "0",
        "Output": "[1,2]",
        "OutputDetails": {"Included": True},
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "StartDate": "2027-03-15T09:00:00.000Z",
        "StateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:booking/loads",
        "Status": "SUCCEEDED",
        "StopDate": "2027-03-15T09:00:00.000Z",
    }


def test_lines_are_one_text() -> None:
    assert json.loads(aggregated(RESULTS[:2], WriteResults(output_type="JSONL"))) == '[1,2]\n{"a":1}'


def test_results_are_written_by_status_with_a_manifest() -> None:
    objects = ObjectsInMemory()
    pending = ChildResult(3, 1, "PENDING", "8")

    count = write_results(ARN, WriteResults("results", "day/", "NONE"), [*RESULTS, pending], objects)

    manifest = json.loads(objects.contents["results", "day/run/manifest.json"])
    assert count == 4
    assert (manifest["DestinationBucket"], manifest["MapRunArn"]) == ("results", ARN)
    files = {status: [file["Key"] for file in files] for status, files in manifest["ResultFiles"].items()}
    assert files == {
        "FAILED": ["day/run/FAILED_0.json"],
        "PENDING": ["day/run/PENDING_0.json"],
        "SUCCEEDED": ["day/run/SUCCEEDED_0.json"],
    }
    (failed,) = json.loads(objects.contents["results", "day/run/FAILED_0.json"])
    assert failed["RedriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
    size = manifest["ResultFiles"]["SUCCEEDED"][0]["Size"]
    assert size == len(objects.contents["results", "day/run/SUCCEEDED_0.json"])


def test_a_file_that_is_full_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MOST_BYTES", 5)
    objects = ObjectsInMemory()

    write_results(ARN, WriteResults("results", "", "FLATTEN", "JSONL"), RESULTS[:2], objects)

    assert objects.contents["results", "run/SUCCEEDED_0.jsonl"] == b'1\n2\n{"a":1}'
