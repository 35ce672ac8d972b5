"""State machines with a distributed Map, and what is seen of its map run."""

import json
from typing import Any

from tests.local.engine.bench import Bench
from tests.local.engine.definitions import sequence


def start(bench: Bench, state: dict[str, Any], given: Any) -> str:
    """A run of a machine that has but this Map state."""
    return bench.start(bench.machine(sequence(Each=state)), text=json.dumps(given))


def output(bench: Bench, execution_arn: str) -> Any:
    return json.loads(bench.described(execution_arn)["output"])


def map_run(bench: Bench, execution_arn: str) -> dict[str, Any]:
    listed = bench.engine.call("ListMapRuns", {"executionArn": execution_arn})["mapRuns"]
    return bench.engine.call("DescribeMapRun", {"mapRunArn": listed[0]["mapRunArn"]})


def children(bench: Bench, execution_arn: str, **members: Any) -> list[dict[str, Any]]:
    arn = map_run(bench, execution_arn)["mapRunArn"]
    listed: list[dict[str, Any]] = bench.engine.call("ListExecutions", {"mapRunArn": arn, **members})[
        "executions"
    ]
    return listed


def fail_on(*values: Any) -> Any:
    def function(event: Any, _context: Any) -> Any:
        if event in values:
            raise ValueError(f"no truck for {event}")
        return event

    return function
