"""The rendered machine with the real handlers, on the engine in this process and on real Postgres."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.consumers import receive_texts, record_receipts
from lambdas.messaging.receipts import Outcome
from lambdas.shared.callbacks import GONE
from lambdas.shared.json_text import Json
from lambdas.shared.statements import parse_statement
from lambdas.shared.wiring import Dependencies
from local.engine.api.errors import ApiError
from local.engine.clock import VirtualClock
from local.engine.driver.workers import InlineWorkers
from local.engine.engine import Engine
from local.engine.integrations.functions_in_process import functions_in_process
from local.engine.options import EngineOptions
from schemas.messaging.tasks.registry import TASKS
from statemachines.lint import ASL_FOLDER
from tests.lambdas.booking.api.aws_services import aws_error
from tests.lambdas.booking.aws_fakes import aws_fakes
from tests.lambdas.messaging.notifications import a_receipt, a_text
from tests.lambdas.messaging.surroundings import DRIVER, MESSAGE, NOW, Providers, surroundings

MACHINE = "state-machine-arn"
MACHINE_ARN = f"arn:aws:states:us-east-1:000000000000:stateMachine:{MACHINE}"


class RunningClock(VirtualClock):
    """Virtual, yet no two looks at it show the same millisecond."""

    def now(self) -> datetime:
        self.move_to(super().now() + timedelta(milliseconds=1))
        return super().now()


@dataclass
class MessageRun:
    engine: Engine
    providers: Providers
    clients: Any
    dependencies: Dependencies
    invoked: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    delivered: int = 0

    def plan(self, planned: Plan) -> UUID:
        plan(self.dependencies, planned, self.dependencies.clock())
        self.settle()
        return planned.message_id

    def settle(self) -> None:
        self.engine.settle()
        self.advance(0)

    def advance(self, seconds: float) -> None:
        self.engine.advance(timedelta(seconds=seconds))

    def consume(self, handler: Callable[[Any, Any], Any], *bodies: str) -> list[str]:
        """Give a batch to a consumer; the bodies that come again."""
        records = [
            {"messageId": str(number), "body": body, "eventSource": "aws:sqs"}
            for number, body in enumerate(bodies)
        ]
        answer = handler({"Records": records}, SimpleNamespace(aws_request_id="1"))
        self.settle()
        return [bodies[int(failure["itemIdentifier"])] for failure in answer["batchItemFailures"]]

    def receive(self, outcome: Outcome, number: int = 1, *, final: bool = True, at: int = 0) -> None:
        """A receipt of the `number`th send, `at` seconds after the test began."""
        sent, then = self.providers.sent[number - 1], NOW + timedelta(seconds=at)
        receipt = a_receipt(sent, Providers.id_of(number), outcome, then, final=final)
        assert self.consume(record_receipts.handler, receipt) == []
        self.invoked.append("record_receipts")

    def write(self, body: str, text_id: str = "t1", answers: str | None = None, sender: str = DRIVER) -> None:
        """Somebody to whom we wrote writes to our number."""
        assert self.consume(receive_texts.handler, a_text(body, text_id, sender, answers)) == []

    def project(self, load_id: UUID, facts: dict[str, Any]) -> None:
        """A load as messaging knows it."""
        self.sql(
            """INSERT INTO messaging.loads (load_id, workspace_id, facts)
            VALUES (CAST(:load_id AS uuid), 'acme', CAST(:facts AS jsonb))""",
            load_id=load_id,
            facts=Json(facts),
        )

    def sql(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        return self.dependencies.database.execute(parse_statement("test", text), parameters)

    def details(self, detail_type: str) -> list[dict[str, Any]]:
        """The data of the published events of a name."""
        entries = [entry for entry in self.clients.events.entries if entry["DetailType"] == detail_type]
        return [json.loads(entry["Detail"])["data"] for entry in entries]

    def message(self, message_id: UUID = MESSAGE) -> dict[str, Any]:
        return self.rows("messages", message_id)[0]

    def deliveries(self, message_id: UUID = MESSAGE) -> list[str]:
        return [row["status"] for row in self.rows("deliveries", message_id, "number")]

    def rows(self, table: str, message_id: UUID, order: str = "1") -> list[dict[str, Any]]:
        sql = f"SELECT * FROM messaging.{table} WHERE message_id = CAST(:id AS uuid) ORDER BY {order}"
        return self.dependencies.database.execute(parse_statement("test", sql), {"id": message_id})

    def published(self) -> list[str]:
        return [entry["DetailType"] for entry in self.clients.events.entries]

    def states(self, message_id: UUID = MESSAGE) -> list[str]:
        """Names of the states entered, in order: each is a transition that AWS bills."""
        arn = MACHINE_ARN.replace("stateMachine", "execution") + f":{message_id}"
        history = self.engine.call("GetExecutionHistory", {"executionArn": arn, "maxResults": 1000})
        return [
            event["stateEnteredEventDetails"]["name"]
            for event in history["events"]
            if event["type"].endswith("StateEntered")
        ]

    def invoke(self, function: str, handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        def called(event: Any, context: Any) -> Any:
            self.invoked.append(function)
            result = handler(event, context)
            if function in self.crashes:
                self.crashes.remove(function)
                raise type("Runtime.ExitError", (Exception,), {})("killed")
            return result

        return called


@dataclass
class _Calls:
    """boto3's Step Functions client, as far as messaging uses it."""

    engine: Engine

    def start_execution(self, **request: Any) -> None:
        self._call("StartExecution", {**request, "stateMachineArn": MACHINE_ARN})

    def send_task_success(self, **request: Any) -> None:
        self._call("SendTaskSuccess", request)

    def _call(self, action: str, request: dict[str, Any]) -> None:
        try:
            self.engine.call(action, request)
        except ApiError as refusal:
            if refusal.name in (*GONE, "ExecutionAlreadyExists"):
                raise aws_error(refusal.name) from refusal
            raise


def definition() -> str:
    text = (ASL_FOLDER / "message.asl.json").read_text()
    return re.sub(r"\$\{(\w+)_arn\}", r"arn:aws:lambda:us-east-1:000000000000:function:\1", text)


@contextmanager
def message_run(url: str, journal: str) -> Iterator[MessageRun]:
    clock, clients, providers = RunningClock(NOW), aws_fakes(), Providers()
    functions: dict[str, Callable[[Any, Any], Any]] = {}
    engine = Engine(
        journal,
        clock=clock,
        workers=InlineWorkers(),
        invoke=functions_in_process(functions),
        options=EngineOptions(random=Random(1)),
    )
    clients.stepfunctions = _Calls(engine)
    with surroundings(url, clients, clock.now, providers) as dependencies, engine:
        run = MessageRun(engine, providers, clients, dependencies)
        for function in TASKS:
            module = import_module(f"lambdas.messaging.tasks.{function}")
            functions[function] = run.invoke(function, module.handler)
        role = "arn:aws:iam::000000000000:role/chain-messaging"
        engine.call("CreateStateMachine", {"name": MACHINE, "definition": definition(), "roleArn": role})
        yield run
