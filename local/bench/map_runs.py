"""What the children of a distributed Map cost: time, commits, memory."""

import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg

from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process

_ROLE = "arn:aws:iam::000000000000:role/bench"
_ECHO = "arn:aws:lambda:us-east-1:000000000000:function:echo"
_PASS = {"Type": "Pass", "End": True}
_TASK = {"Type": "Task", "Resource": _ECHO, "End": True}
_LOOKS_A_SECOND = 5


@dataclass(frozen=True, slots=True)
class Children:
    """What each child is: one state, in a STANDARD or EXPRESS execution."""

    name: str
    kind: str
    state: Mapping[str, Any]


CHILDREN = (
    Children("one Pass state", "STANDARD", _PASS),
    Children("one task in process", "STANDARD", _TASK),
    Children("one task in process", "EXPRESS", _TASK),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """`grown_megabytes` is the process's peak beyond what it had before."""

    children: Children
    a_second: float
    commits_a_child: float
    grown_megabytes: float


def measure(database_url: str, items: int, max_concurrency: int) -> Iterator[Measured]:
    """Runs one map run after the other; raises `RuntimeError` when one does not succeed."""
    for number, children in enumerate(CHILDREN):
        with Engine(
            database_url, invoke=functions_in_process({"echo": lambda event, _context: event})
        ) as engine:
            machine = _machine(engine, f"bench-{number}", children, max_concurrency)
            before, peak, began = _commits(database_url), _peak_megabytes(), time.perf_counter()
            _run(engine, machine, items)
            yield Measured(
                children,
                items / (time.perf_counter() - began),
                (_commits(database_url) - before - 1) / items,
                _peak_megabytes() - peak,
            )


def _machine(engine: Engine, name: str, children: Children, max_concurrency: int) -> str:
    config = {"Mode": "DISTRIBUTED", "ExecutionType": children.kind}
    processor = {"ProcessorConfig": config, "StartAt": "Each", "States": {"Each": children.state}}
    state = {"Type": "Map", "MaxConcurrency": max_concurrency, "ItemProcessor": processor, "End": True}
    definition = json.dumps({"StartAt": "Map", "States": {"Map": state}})
    request = {"name": name, "definition": definition, "roleArn": _ROLE}
    arn: str = engine.call("CreateStateMachine", request)["stateMachineArn"]
    return arn


def _run(engine: Engine, machine: str, items: int) -> None:
    request = {"stateMachineArn": machine, "input": json.dumps(list(range(items)))}
    run = engine.call("StartExecution", request)["executionArn"]
    while not engine.settle(1 / _LOOKS_A_SECOND):
        pass
    described = engine.call("DescribeExecution", {"executionArn": run})
    if described["status"] != "SUCCEEDED":
        raise RuntimeError(f"{described['status']}: {described.get('error')}: {described.get('cause')}")


def _commits(database_url: str) -> int:
    """Only a transaction that writes takes an id."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
    assert row is not None
    return int(row[0])


def _peak_megabytes() -> float:
    """Linux counts kilobytes, macOS bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
