"""Whether a step costs the same early and late in a run: in Python calls and statements, and timed."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

from local.bench.server import bench_server
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.store.prepared import Connection

ROLE = "arn:aws:iam::000000000000:role/bench"
EVENTS = (1_000, 5_000, 10_000, 20_000)
_EVENTS_A_STEP = 7
_TIMED_STEPS = 30


@dataclass(frozen=True)
class Cost:
    """A step of a run with `events` events: calls of Python and C functions, statements, microseconds."""

    events: int
    calls: int
    statements: int
    microseconds: float


def measure(folder: Path, events: Sequence[int] = EVENTS) -> list[Cost]:
    with bench_server(folder) as server:
        return costs(server.database("history"), events)


def costs(database_url: str, events: Sequence[int]) -> list[Cost]:
    """Of one run at its start, and when it has about each of these numbers of events."""
    invoke = functions_in_process({"step": lambda event, _context: event})
    workers = InlineWorkers()
    with Engine(database_url, invoke=invoke, workers=workers) as engine:
        machine = _machine(engine)
        _warm_up(engine, workers, machine)
        run = _start(engine, machine, "long")
        found = [_cost(engine, workers, run)]
        for wanted in events:
            reached = _events_of(engine, run)
            for _ in range(max(0, wanted - reached) // _EVENTS_A_STEP):
                workers.run_next()
            found.append(_cost(engine, workers, run))
        return found


def _warm_up(engine: Engine, workers: InlineWorkers, machine: str) -> None:
    """Another run, so that whatever is made once is made."""
    run = _start(engine, machine, "warm-up")
    for _ in range(_TIMED_STEPS):
        workers.run_next()
    engine.call("StopExecution", {"executionArn": run})
    engine.settle()


def _events_of(engine: Engine, run: str) -> int:
    execution = engine.executions.by_arn(run)
    assert execution is not None
    return execution.event_count


def _cost(engine: Engine, workers: InlineWorkers, run: str) -> Cost:
    events = _events_of(engine, run)
    with _counted() as counts:
        workers.run_next()
    timed = [_timed(workers) for _ in range(_TIMED_STEPS)]
    return Cost(events, counts["calls"], counts["statements"], 1e6 * median(timed))


def _timed(workers: InlineWorkers) -> float:
    started = time.perf_counter()
    workers.run_next()
    return time.perf_counter() - started


@contextmanager
def _counted() -> Iterator[dict[str, int]]:
    counts = {"calls": 0, "statements": 0}

    def count(frame: FrameType, event: str, _argument: Any) -> None:
        if event in {"call", "c_call"}:
            counts["calls"] += 1
            counts["statements"] += event == "call" and frame.f_code is Connection.run.__code__

    sys.setprofile(count)
    try:
        yield counts
    finally:
        sys.setprofile(None)


def _machine(engine: Engine) -> str:
    """A task again and again until its answer says that it is done."""
    step = {
        "Type": "Task",
        "Resource": "arn:aws:lambda:us-east-1:000000000000:function:step",
        "Next": "Again",
    }
    again = {
        "Type": "Choice",
        "Choices": [{"Variable": "$.done", "BooleanEquals": True, "Next": "Done"}],
        "Default": "Step",
    }
    states = {"Step": step, "Again": again, "Done": {"Type": "Succeed"}}
    definition = json.dumps({"StartAt": "Step", "States": states})
    request = {"name": "long", "definition": definition, "roleArn": ROLE}
    arn: str = engine.call("CreateStateMachine", request)["stateMachineArn"]
    return arn


def _start(engine: Engine, machine: str, name: str) -> str:
    request = {"stateMachineArn": machine, "name": name, "input": '{"done": false}'}
    run: str = engine.call("StartExecution", request)["executionArn"]
    return run
