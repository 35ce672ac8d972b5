"""Runs under way while the engine or its database goes and comes: started, answered, waited for."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import Any

import psycopg
from botocore.exceptions import BotoCoreError, ClientError

from tests.local.engine.bench import stepfunctions
from tests.local.engine.crashes.writes import tokens
from tests.local.engine.definitions import ROLE

_PAUSE_SECONDS = 0.1
_DONE = ("ExecutionAlreadyExists", "TaskTimedOut", "TaskDoesNotExist")
Asked = dict[str, str]


class NotYet(Exception):
    """What the flaky function raises at its first call, and what is tried again."""


@dataclass
class Load:
    """`functions` answers the host's calls; answers to callbacks are sent from threads of their own."""

    url: str
    asked: SimpleQueue[Asked] = field(default_factory=SimpleQueue)
    closed: threading.Event = field(default_factory=threading.Event)

    def functions(self, name: str, event: Any) -> Any:
        if name == "ask":
            self.asked.put(event)
            return None
        if name == "flaky" and event["tries"] == 0:
            raise NotYet
        return {"n": event["n"] + 1}

    def machines(self, definitions: Mapping[str, str]) -> list[str]:
        client = stepfunctions(self.url)
        return [
            client.create_state_machine(name=name, definition=text, roleArn=ROLE)["stateMachineArn"]
            for name, text in definitions.items()
        ]

    def read_tokens(self, database_url: str) -> None:
        """Has those answered, until closed, that tasks in the engine's process wrote."""
        asked: set[str] = set()
        while not self.closed.wait(_PAUSE_SECONDS):
            for run, token in tokens(database_url).items():
                if run not in asked:
                    asked.add(run)
                    self.asked.put({"run": run, "token": token})

    def answer(self) -> None:
        """Answers callbacks until closed, each once the history says that it is waited for.

        A callback that overtakes the answer of its own call leaves no TaskSubmitted, on AWS as here.
        """
        client = stepfunctions(self.url)
        while not self.closed.is_set():
            asked = self.asked.get()
            if asked:
                insist(partial(self._answer_when_submitted, client, asked), self.closed)

    def _answer_when_submitted(self, client: Any, asked: Asked) -> None:
        newest = client.get_execution_history(executionArn=asked["run"], reverseOrder=True, maxResults=1)
        events = newest.get("events")  # missing when the engine was killed in the middle of its answer
        if not events or events[0]["type"] in {"TaskScheduled", "TaskStarted"}:
            raise NotYet
        client.send_task_success(taskToken=asked["token"], output='"yes"')

    def start(self, machines: list[str], names: list[str], threads: int = 4) -> None:
        """Starts a run of each name on the machines in turn, and goes on through every outage."""
        local = threading.local()

        def one(position: int) -> None:
            if not hasattr(local, "client"):
                local.client = stepfunctions(self.url)
            request = {"stateMachineArn": machines[position % len(machines)], "name": names[position]}
            insist(lambda: local.client.start_execution(input='{"n":0}', **request), self.closed)

        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(one, range(len(names))):
                pass


def insist(call: Callable[[], object], closed: threading.Event) -> None:
    """Tries until it is done, or was done by an earlier try whose answer was lost."""
    while not closed.is_set():
        try:
            call()
        except ClientError as error:
            if error.response["Error"]["Code"] in _DONE:
                return
        except (BotoCoreError, NotYet):
            pass
        else:
            return
        closed.wait(_PAUSE_SECONDS)


def running(database_url: str) -> int:
    """How many runs have not ended; -1 while the database is away."""
    try:
        with psycopg.connect(database_url, connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT count(*) FROM engine.executions WHERE status = 'RUNNING'"
            ).fetchone()
    except psycopg.OperationalError:
        return -1
    assert row is not None
    return int(row[0])


def wait_until_none_runs(database_url: str, patience_seconds: float) -> bool:
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline:
        if running(database_url) == 0:
            return True
        time.sleep(_PAUSE_SECONDS)
    return False
