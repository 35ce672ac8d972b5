"""What a Map state may say about its distribution."""

from __future__ import annotations

import json
from typing import Any

import pytest

from local.engine.asl.definition import diagnose, parse_definition
from local.engine.asl.processors import map_state, processor_of, processor_text

READ = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}}
WRITE = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}}
INNER = {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": True}}}


def distributed(config: dict[str, Any] | None = None, **fields: Any) -> str:
    config = config or {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    state = {"Type": "Map", "ItemProcessor": {"ProcessorConfig": config, **INNER}, "End": True, **fields}
    return json.dumps({"StartAt": "A", "States": {"A": state}})


@pytest.mark.parametrize(
    "fields",
    [
        {"ItemReader": READ},
        {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}}},
        {
            "ItemReader": {
                **READ,
                "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/a/b", "MaxItems": 3},
            }
        },
        {"ItemReader": {**READ, "Resource": "arn:aws:states:::s3:listObjectsV2"}},
        {"ItemBatcher": {"MaxItemsPerBatch": 10, "BatchInput": {"a.$": "$.b"}}},
        {"ItemBatcher": {"MaxInputBytesPerBatchPath": "$.n"}},
        {"ResultWriter": {**WRITE, "WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"}}},
        {"ResultWriter": {"WriterConfig": {"Transformation": "NONE", "OutputType": "JSON"}}},
        {"Label": "loads"},
    ],
)
def test_what_is_accepted(fields: dict[str, Any]) -> None:
    assert diagnose(distributed(**fields)) == ()


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"config": {"Mode": "BOTH"}}, "Value should be one of the following: [INLINE, DISTRIBUTED]"),
        ({"config": {"Mode": "DISTRIBUTED"}}, "These fields are required: [ExecutionType]"),
        (
            {"config": {"Mode": "DISTRIBUTED", "ExecutionType": "FAST"}},
            "Value should be one of the following: [STANDARD, EXPRESS]",
        ),
        (
            {"config": {"Mode": "INLINE"}, "Label": "l"},
            "Field 'Label' is only supported when Mode is DISTRIBUTED",
        ),
        ({"Label": "x" * 41}, "A label has 1 to 40 characters"),
        ({"Label": "a:b"}, "A label has 1 to 40 characters"),
        ({"ItemReader": {"Parameters": {}}}, "These fields are required: [Resource]"),
        ({"ItemReader": {**READ, "Resource": "arn:aws:states:::s3:putObject"}}, "not a valid resource ARN"),
        (
            {"ItemReader": {**READ, "ReaderConfig": {"InputType": "XML"}}},
            "one of the following: [CSV, JSON, ",
        ),
        ({"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV"}}}, "required: [CSVHeaderLocation]"),
        (
            {"ItemReader": {**READ, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}}},
            "required: [CSVHeaders]",
        ),
        ({"ItemReader": {**READ, "ReaderConfig": {"MaxItems": 0}}}, "Minimum value is 1"),
        ({"ItemBatcher": {}}, "One of these fields is required: [MaxItemsPerBatch"),
        (
            {"ItemBatcher": {"MaxItemsPerBatch": 1, "MaxItemsPerBatchPath": "$.n"}},
            "There should only be one of the following fields",
        ),
        ({"ResultWriter": {}}, "One of these fields is required: [Resource, WriterConfig]"),
        (
            {"ResultWriter": {"WriterConfig": {"OutputType": "CSV"}}},
            "one of the following: [JSON, JSONL]",
        ),
    ],
)
def test_what_is_refused(fields: dict[str, Any], found: str) -> None:
    assert any(found in str(diagnostic) for diagnostic in diagnose(distributed(**fields)))


def test_a_processor_is_found_by_its_maps_name_at_any_depth() -> None:
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}
    deep = {"Type": "Map", "ItemProcessor": {**config, **INNER}, "End": True}
    branch = {"StartAt": "Deep", "States": {"Deep": deep}}
    outer = {"Type": "Parallel", "Branches": [branch], "End": True}
    definition = parse_definition(json.dumps({"StartAt": "Outer", "States": {"Outer": outer}}))

    found = processor_of(definition, "Deep")

    assert (found.graph.start_at, found.timeout_seconds) == ("I", 300)
    assert json.loads(processor_text(json.loads(definition.raw), "Deep") or "") == {**config, **INNER}
    with pytest.raises(LookupError):
        map_state(definition, "Nowhere")
