"""The rendered machine with the real handlers, on the engine in this process and on real Postgres."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from typing import Any

from lambdas.booking.identifiers import post_id_of, run_name_of
from lambdas.shared.callbacks import GONE
from local.engine.api.errors import ApiError
from local.engine.clock import VirtualClock
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from statemachines.lint import ASL_FOLDER
from tests.lambdas.booking.aws_fakes import aws_fakes
from tests.lambdas.booking.desk import Desk
from tests.lambdas.booking.rows import ALFA, BRAVO, LOAD_ID, NOW, WORKSPACE, Rows
from tests.lambdas.booking.surroundings import Fmcsa, surroundings
from tests.lambdas.booking.tasks.stage import FUNCTIONS

MACHINE = "chain-booking"
MACHINE_ARN = f"arn:aws:states:us-east-1:000000000000:stateMachine:{MACHINE}"
ENDED = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")


class RunningClock(VirtualClock):
    """Virtual, yet no two looks at it show the same millisecond."""

    def now(self) -> datetime:
        self.move_to(super().now() + timedelta(milliseconds=1))
        return super().now()


@dataclass
class Fault:
    """Makes one function fail: `before` it runs, `after` it wrote; `times` calls of it, or for ever."""

    function: str
    point: str
    error: str
    times: int | None = 1

    def strikes(self, function: str) -> bool:
        if function != self.function or self.times == 0:
            return False
        self.times = None if self.times is None else self.times - 1
        return True


@dataclass
class BookingRun:
    rows: Rows
    desk: Desk
    engine: Engine
    clients: Any
    fmcsa: Fmcsa
    faults: list[Fault] = field(default_factory=list)
    invoked: list[str] = field(default_factory=list)

    def start(self, attempt: int = 1, name: str | None = None) -> None:
        request = {
            "workspace_id": WORKSPACE,
            "load_id": str(LOAD_ID),
            "post_id": str(post_id_of(LOAD_ID, attempt)),
            "attempt": attempt,
            "correlation_id": "demo",
            "policy": self.rows.offered.model_dump(mode="json"),
        }
        self.engine.call(
            "StartExecution",
            {
                "stateMachineArn": MACHINE_ARN,
                "name": name or run_name_of(LOAD_ID, attempt),
                "input": json.dumps(request),
            },
        )
        self.engine.settle()

    def start_again(self) -> None:
        """As an operator does after a failure: the same input under a new name."""
        self.start(name=f"{run_name_of(LOAD_ID, 1)}-again")

    def advance(self, seconds: float) -> None:
        self.engine.advance(timedelta(seconds=seconds))

    def act(self, action: str, *arguments: Any) -> None:
        """Something that the desk does, and what follows of it at once."""
        getattr(self.desk, action)(*arguments)
        self.engine.settle()
        self.advance(0)

    def silent_desk(self) -> Desk:
        """A desk whose answers are lost on their way."""
        return Desk(self.rows, self.desk.now)

    def send(self, wait_key: str, output: dict[str, Any] | None, error: str | None) -> None:
        """As the API does: an answer to a wait that is over is left to the rows."""
        token = self.clients.dynamodb.items[("chain-booking-callbacks", wait_key)]["token"]["S"]
        try:
            if error is None:
                self.answer("SendTaskSuccess", taskToken=token, output=json.dumps(output))
            else:
                self.answer("SendTaskFailure", taskToken=token, error=error, cause=error)
        except ApiError as refusal:
            if refusal.name not in GONE:
                raise

    def answer(self, action: str, **request: Any) -> None:
        self.engine.call(action, request)

    def invoke(self, function: str, handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def called(event: Any, context: Any) -> Any:
            self.invoked.append(function)
            fault = next((fault for fault in self.faults if fault.strikes(function)), None)
            if fault is None or fault.point == "after":
                result = handler(event, context)
            if fault is not None:
                raise type(fault.error, (Exception,), {})(f"{function} {fault.point}")
            return result

        return called

    def has_run(self, attempt: int) -> bool:
        try:
            self.execution(attempt)
        except ApiError:
            return False
        return True

    def published(self) -> list[str]:
        """Ids of the events on the bus."""
        return [json.loads(entry["Detail"])["metadata"]["id"] for entry in self.clients.events.entries]

    def execution(self, attempt: int = 1) -> dict[str, Any]:
        arn = MACHINE_ARN.replace("stateMachine", "execution") + f":{run_name_of(LOAD_ID, attempt)}"
        return self.engine.call("DescribeExecution", {"executionArn": arn})

    def states(self, attempt: int = 1) -> list[str]:
        """Names of the states entered, in order."""
        arn = self.execution(attempt)["executionArn"]
        request = {"executionArn": arn, "maxResults": 1000}
        events = self.engine.call("GetExecutionHistory", request)["events"]
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in events
            if event["type"].endswith("StateEntered")
        ]

    def let_end(self, seconds: int = 8 * 86_400, attempt: int = 1) -> str:
        """Let every deadline pass; the last state of the run."""
        self.advance(seconds)
        assert self.execution(attempt)["status"] in ENDED, self.states(attempt)
        return self.states(attempt)[-1]


def definition() -> str:
    text = (ASL_FOLDER / "booking.asl.json").read_text()
    text = text.replace("${booking_state_machine_arn}", MACHINE_ARN)
    return re.sub(r"\$\{(\w+)_arn\}", r"arn:aws:lambda:us-east-1:000000000000:function:\1", text)


@contextmanager
def booking_run(
    url: str, journal: str, groups: tuple[tuple[int, ...], ...] = ((ALFA,), (BRAVO,)), mode: str = "waterfall"
) -> Iterator[BookingRun]:
    rows, clock, clients, fmcsa = Rows(url), RunningClock(NOW), aws_fakes(), Fmcsa()
    functions: dict[str, Callable[[Any, Any], Any]] = {}
    engine = Engine(
        journal,
        clock=clock,
        workers=InlineWorkers(),
        invoke=functions_in_process(functions),
        options=EngineOptions(random=Random(1)),
    )
    run = BookingRun(rows, Desk(rows, clock.now), engine, clients, fmcsa)
    run.desk = Desk(rows, clock.now, run.send)
    clients.stepfunctions = _Answering(run)
    for function in set(FUNCTIONS.values()):
        module = import_module(f"lambdas.booking.tasks.{function}")
        functions[function] = run.invoke(function, module.handler)
    with rows, surroundings(url, clients, clock.now, fmcsa), engine:
        role = "arn:aws:iam::000000000000:role/chain-booking"
        rows.post_load([list(group) for group in groups], mode)
        engine.call("CreateStateMachine", {"name": MACHINE, "definition": definition(), "roleArn": role})
        yield run


@dataclass
class _Answering:
    """boto3's Step Functions client, as far as tasks use it."""

    run: BookingRun

    def send_task_success(self, **request: Any) -> None:
        self.run.answer("SendTaskSuccess", **request)

    def send_task_failure(self, **request: Any) -> None:
        self.run.answer("SendTaskFailure", **request)
