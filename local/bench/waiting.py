"""What a waiting run costs the engine's process: started here, and taken up by an engine that starts anew."""

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from local.bench.contest import proportional_megabytes
from local.bench.server import bench_server
from local.bootstrap.layout import ROOT

LIMIT_BYTES = 1024
# The timer's machine waits this long after everything else waits.
TIMER_SECONDS = 3
ROLE = "arn:aws:iam::000000000000:role/bench"
_A_BATCH = 1000
_WARM_UP = 100


@dataclass(frozen=True)
class Waited:
    """`bytes_a_run` of the engine's own memory (PSS); `late_milliseconds`: the timer's lateness."""

    form: str
    runs: int
    seconds: float
    megabytes: float
    bytes_a_run: float
    late_milliseconds: float


def measure(runs: int, folder: Path, tell: Callable[[str], None]) -> list[Waited]:
    """In engine processes of their own: one that starts the runs, and one that finds them in the journal."""
    with bench_server(folder) as server:
        url = server.database("waiting")
        return [_in_a_process(url, runs, form, tell) for form in ("started", "found at its start")]


def _in_a_process(url: str, runs: int, form: str, tell: Callable[[str], None]) -> Waited:
    command = [sys.executable, "-P", "-m", "local.bench.waiting", url, str(runs), form]
    with subprocess.Popen(  # noqa: S603 -- our own arguments, no shell
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("{"):
                    return Waited(**json.loads(line))
                tell(line.strip())
        finally:
            process.kill()
    raise RuntimeError(f"the engine ended ({process.returncode}) before it had measured")


def _ask() -> str:
    task = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}},
        "TimeoutSeconds": 86_400,
        "End": True,
    }
    return json.dumps({"StartAt": "Ask", "States": {"Ask": task}})


def _pause() -> str:
    pause = {"Type": "Wait", "TimestampPath": "$.until", "End": True}
    return json.dumps({"StartAt": "Pause", "States": {"Pause": pause}})


def main(url: str, runs: int, form: str) -> None:
    """Prints its progress, then what it measured as JSON."""
    from local.engine.engine import Engine  # noqa: PLC0415 -- the parent needs none of it
    from local.engine.integrations.functions_in_process import functions_in_process  # noqa: PLC0415

    invoke = functions_in_process({"ask": lambda _event, _context: None})
    before = 0.0
    if form == "started":
        with Engine(url, invoke=invoke) as engine:
            _start(engine, _machine(engine, "ask", _ask()), _WARM_UP)
            before = _own_megabytes()
            began = time.monotonic()
            _start(engine, _machine(engine, "ask", _ask()), runs)
            _finish(engine, form, runs, time.monotonic() - began, before)
        return
    before = _own_megabytes()
    began = time.monotonic()
    with Engine(url, invoke=invoke) as engine:
        engine.settle()
        _finish(engine, form, runs, time.monotonic() - began, before)


def _finish(engine: Any, form: str, runs: int, seconds: float, before: float) -> None:
    late = _lateness(engine, form)
    after = _own_megabytes()
    waited = Waited(form, runs, seconds, after, (after - before) * 2**20 / runs, late)
    sys.stdout.write(json.dumps(asdict(waited)) + "\n")
    sys.stdout.flush()


def _start(engine: Any, machine: str, runs: int) -> None:
    with ThreadPoolExecutor(8) as pool:
        for begun in range(0, runs, _A_BATCH):
            names = (f"{runs}-{number}" for number in range(begun, min(begun + _A_BATCH, runs)))
            for _ in pool.map(partial(_start_one, engine, machine), names):
                pass
            sys.stdout.write(f"{begun} of {runs} runs started\n")
            sys.stdout.flush()
    engine.settle()


def _start_one(engine: Any, machine: str, name: str) -> None:
    engine.call("StartExecution", {"stateMachineArn": machine, "name": name})


def _lateness(engine: Any, form: str) -> float:
    """Milliseconds from when a timer among all others was due to when its run went on."""
    due_at = datetime.now(UTC) + timedelta(seconds=TIMER_SECONDS)
    request = {"stateMachineArn": _machine(engine, "pause", _pause()), "name": form.replace(" ", "-")}
    until = due_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    run = engine.call("StartExecution", {**request, "input": json.dumps({"until": until})})
    while (described := engine.call("DescribeExecution", run_of(run)))["status"] == "RUNNING":
        time.sleep(0.05)
    return 1000 * (float(described["stopDate"]) - datetime.fromisoformat(until).timestamp())


def run_of(started: dict[str, Any]) -> dict[str, Any]:
    return {"executionArn": started["executionArn"]}


def _machine(engine: Any, name: str, text: str) -> str:
    arn: str = engine.call("CreateStateMachine", {"name": name, "definition": text, "roleArn": ROLE})[
        "stateMachineArn"
    ]
    return arn


def _own_megabytes() -> float:
    gc.collect()
    return proportional_megabytes(os.getpid())


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
