"""Distributed Maps whose fields are JSONata."""

import json
from typing import Any

from local.engine.clock import VirtualClock
from local.engine.engine import Engine
from local.engine.options import EngineOptions
from tests.local.engine.bench import Bench, Functions
from tests.local.engine.definitions import distributed, passing
from tests.local.engine.map_runs.objects import ObjectsInMemory


def start(bench: Bench, state: dict[str, Any], given: Any) -> dict[str, Any]:
    definition = {"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {**state, "End": True}}}
    return bench.described(bench.start(bench.machine(json.dumps(definition)), text=json.dumps(given)))


def test_items_are_selected_batched_and_summed(bench: Bench) -> None:
    state = distributed(
        passing(),
        Items="{% $states.input.loads %}",
        ItemSelector={"load": "{% $states.context.Map.Item.Value %}", "broker": "{% $states.input.broker %}"},
        ItemBatcher={"MaxItemsPerBatch": "{% 1 + 1 %}", "BatchInput": {"day": "{% $states.input.day %}"}},
        MaxConcurrency="{% $states.input.most %}",
        Output="{% $states.result.Items.load %}",
    )

    run = start(bench, state, {"loads": ["a", "b", "c"], "broker": 7, "day": "Monday", "most": 2})

    assert json.loads(run["output"]) == ["a", "b", "c"]


def test_an_object_is_iterated_over_by_its_members(bench: Bench) -> None:
    selector = "{% $states.context.Map.Item.Key & '=' & $states.context.Map.Item.Value %}"

    run = start(bench, distributed(passing(), Items="{% $states.input %}", ItemSelector=selector), {"a": "1"})

    assert json.loads(run["output"]) == ["a=1"]


def test_an_output_that_cannot_be_evaluated_has_an_event_of_its_own(bench: Bench) -> None:
    run = start(bench, distributed(passing(), Output="{% $states.result + 1 %}"), ["a"])

    assert run["error"] == "States.QueryEvaluationError"
    assert bench.types(run["executionArn"])[4:7] == [
        "MapRunSucceeded",
        "MapStateSucceeded",
        "EvaluationFailed",
    ]


def test_readers_and_writers_take_arguments(engine_database: str) -> None:
    objects = ObjectsInMemory({("loads", "monday"): b"[1, 2, 3]"})
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "Arguments": {"Bucket": "loads", "Key": "{% $states.input.day %}"},
        "ReaderConfig": {"InputType": "JSON", "MaxItems": "{% $states.input.most %}"},
    }
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Arguments": {"Bucket": "results", "Prefix": "{% $states.input.day %}"},
        "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
    }
    options = EngineOptions(objects=objects)
    with Engine(engine_database, clock=VirtualClock(), options=options) as engine:
        state = distributed(passing(), ItemReader=reader, ResultWriter=writer)
        run = start(Bench(engine, Functions()), state, {"day": "monday", "most": 2})

    run_id = json.loads(run["output"])["MapRunArn"].rpartition(":")[2]
    assert objects.contents["results", f"monday/{run_id}/SUCCEEDED_0.jsonl"] == b"1\n2"
