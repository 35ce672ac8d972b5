"""A map run's results in the form that the Map asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from local.engine.map_runs.plan import WriteResults

_SUCCEEDED = "SUCCEEDED"


@dataclass(frozen=True, slots=True)
class ChildResult:
    """An item's child; `status` is PENDING, and much is None, for one that was never started."""

    index: int
    item_count: int
    status: str
    input: str
    execution_arn: str | None = None
    name: str | None = None
    machine_arn: str | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    started_at: datetime | None = None
    stopped_at: datetime | None = None
    redrive_count: int = 0


def aggregated(results: Iterable[ChildResult], writer: WriteResults) -> str:
    """The state's result as JSON text: an array, or lines in one text for JSONL."""
    texts = [text for result in results for text in shaped(result, writer.transformation)]
    if writer.output_type == "JSONL":
        return to_text("\n".join(texts))
    return f"[{','.join(texts)}]"


def shaped(result: ChildResult, transformation: str) -> Iterator[str]:
    """The entries for one child, as JSON texts.

    A child that did not succeed is described in every transformation (AWS, ResultWriter: "the results would
    be equivalent to having set Transformation to NONE").
    """
    if transformation == "NONE" or result.status != _SUCCEEDED:
        yield to_text(described(result))
        return
    output = result.output or "null"
    value = json.loads(output) if transformation == "FLATTEN" else None
    if isinstance(value, list):
        yield from (to_text(each) for each in value)
    else:
        yield output


def described(result: ChildResult) -> dict[str, Any]:
    """The child as AWS's result files show it."""
    members = {
        "Cause": result.cause,
        "Error": result.error,
        "ExecutionArn": result.execution_arn,
        "Input": result.input,
        "InputDetails": {"Included": True},
        "Name": result.name,
        "Output": result.output,
        "OutputDetails": None if result.output is None else {"Included": True},
        "RedriveCount": result.redrive_count,
        "RedriveStatus": "NOT_REDRIVABLE" if result.status == _SUCCEEDED else "REDRIVABLE_BY_MAP_RUN",
        "RedriveStatusReason": f"Execution is {result.status} and cannot be redriven"
        if result.status == _SUCCEEDED
        else None,
        "StartDate": _instant(result.started_at),
        "StateMachineArn": result.machine_arn,
        "Status": result.status,
        "StopDate": _instant(result.stopped_at),
    }
    return {name: value for name, value in members.items() if value is not None}


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z") if moment else None


def written_output(map_run_arn: str, writer: WriteResults) -> str:
    """What a Map that writes its results hands on."""
    details = {"Bucket": writer.bucket, "Key": f"{folder(map_run_arn, writer)}/manifest.json"}
    return to_text({"MapRunArn": map_run_arn, "ResultWriterDetails": details})


def folder(map_run_arn: str, writer: WriteResults) -> str:
    run = map_run_arn.rpartition(":")[2]
    return f"{writer.prefix.removesuffix('/')}/{run}" if writer.prefix else run
