"""Chain's engine, recovery on: `committing` or `writing` tasks in its process, or `functions` in workers."""

import json
import threading
from collections.abc import Callable
from typing import Any

import psycopg

from local.bench.contestants.serving import configuration, in_threads, serve
from local.bench.workload import FUNCTION, WRITE, definition, first_event, next_event
from local.engine.collecting import collect_seldom
from local.engine.commands import ExecutionInfo, RunStatus, SqlWrite
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import Committing, Function, functions_in_process
from local.engine.options import EngineOptions

ROLE = "arn:aws:iam::000000000000:role/bench"
ARN = f"arn:aws:lambda:us-east-1:000000000000:function:{FUNCTION}"
Event = dict[str, Any]


class Ends:
    """Lets a batch go on when runs have ended: their last step is committed."""

    def __init__(self) -> None:
        self._running: dict[str, threading.Event] = {}

    def expect(self, run: str) -> threading.Event:
        return self._running.setdefault(run, threading.Event())

    def note(self, execution: ExecutionInfo, status: RunStatus) -> None:
        assert status is RunStatus.SUCCEEDED, execution
        self._running.pop(execution.name).set()


def committing(event: Event, _context: Any) -> Committing:
    return Committing(next_event(event), SqlWrite(WRITE, event))


class Writing(threading.local):
    """A task that writes for itself, over a connection of its thread's."""

    def __init__(self, database_url: str) -> None:
        self.connection = psycopg.connect(database_url, autocommit=True)

    def __call__(self, event: Event, _context: Any) -> Event:
        self.connection.execute(WRITE, event)
        return next_event(event)


def main() -> None:
    given = configuration()
    tasks: dict[str, Function] = {"committing": committing, "writing": Writing(given["database_url"])}
    if given["tasks"] == "functions":
        from local.bench.contestants.workers import function_workers  # noqa: PLC0415 -- boto3's memory

        invoke = function_workers(given)
    else:
        task = tasks[given["tasks"]]
        invoke = functions_in_process({FUNCTION: task}, never_wait=task is committing)
    ends = Ends()
    with Engine(given["database_url"], invoke=invoke, options=EngineOptions(on_end=ends.note)) as engine:
        collect_seldom()
        serve(in_threads(runner(engine, ends)))


def runner(engine: Engine, ends: Ends) -> Callable[[str], None]:
    request = {"name": "bench", "definition": definition(ARN), "roleArn": ROLE}
    machine = engine.call("CreateStateMachine", request)["stateMachineArn"]

    def run(name: str) -> None:
        end = ends.expect(name)
        text = json.dumps(first_event(name))
        engine.call("StartExecution", {"stateMachineArn": machine, "name": name, "input": text})
        end.wait()

    return run


if __name__ == "__main__":
    main()
