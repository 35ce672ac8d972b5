"""A service in the world, as its `service.yaml` declares it: functions, queues, and its rendered machine."""

import json
import re
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from typing import Any

from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration, Subscription
from local.declaration.reading import read
from local.simulator.aws.bus import Consume, Queue
from local.simulator.functions import Function, FunctionError, Handler
from local.simulator.invariants.runs import UPGRADED
from local.simulator.world import World

ACCOUNT = "us-east-1:000000000000"


@dataclass(frozen=True)
class Service:
    """`name` is the folder under `lambdas/`; its one machine bears the same name."""

    name: str

    @cached_property
    def declaration(self) -> Declaration:
        return read(ROOT / "lambdas" / self.name / "service.yaml", ROOT)

    @property
    def machine(self) -> str:
        return f"chain-{self.name}"

    @property
    def machine_arn(self) -> str:
        return f"arn:aws:states:{ACCOUNT}:stateMachine:{self.machine}"

    def functions(self, kind: str) -> dict[str, Function]:
        """The functions of a kind, with their declared handlers and time limits, by name."""
        return {
            name: Function(name, _handler(declared.handler), declared.timeout, is_task=kind == "task")
            for name, declared in self.declaration.functions.items()
            if declared.kind == kind
        }

    def definition(self, machine: str) -> str:
        """The rendered definition of a declared machine, with this world's ARNs."""
        text = (ROOT / self.declaration.state_machines[machine].definition).read_text()
        text = text.replace(f"${{{machine}_state_machine_arn}}", self.machine_arn)
        return re.sub(r"\$\{(\w+)_arn\}", rf"arn:aws:lambda:{ACCOUNT}:function:\1", text)

    def open_queues(self, world: World) -> None:
        """Subscribe the consumers to the bus."""
        consumers = self.functions("consumer")
        for name, subscription in self.declaration.subscriptions.items():
            consume = partial(consumed, world, consumers[subscription.function])
            if subscription.pattern is not None:
                world.bus.queues.append(_queue(name, subscription, consume))


def consumed(world: World, function: Function, records: list[dict[str, Any]]) -> list[str]:
    """What Lambda's poller does: an invocation that fails leaves its whole batch in the queue."""
    try:
        answer = world.functions.call(function, {"Records": records}, f"queue/{function.name}")
    except FunctionError as failure:
        world.trace.add(f"{function.name} → {failure.name}")
        return [record["messageId"] for record in records]
    except Exception as error:  # noqa: BLE001 - Lambda takes whatever the handler raises
        world.trace.add(f"{function.name} → {type(error).__name__}")
        return [record["messageId"] for record in records]
    failed = [item["itemIdentifier"] for item in answer["batchItemFailures"]]
    world.trace.add(f"{function.name}: {len(records)} messages, {len(failed)} again")
    return failed


def upgraded(text: str) -> str:
    """The same machine with one state more before each task, by which its runs are told from older ones."""
    machine = json.loads(text)
    states = machine["States"]
    added = {f"{UPGRADED}_{name}": {"Type": "Pass", "Next": name} for name in states}
    for state in states.values():
        if "Next" in state:
            state["Next"] = f"{UPGRADED}_{state['Next']}"
    start = f"{UPGRADED}_{machine['StartAt']}"
    used = {state["Next"] for state in states.values() if "Next" in state} | {start}
    more = {name: state for name, state in added.items() if name in used}
    return json.dumps({**machine, "StartAt": start, "States": {**states, **more}})


def _handler(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    handler: Handler = getattr(import_module(module), name)
    return handler


def _queue(name: str, declared: Subscription, consume: Consume) -> Queue:
    assert declared.pattern is not None
    return Queue(
        name,
        frozenset(declared.pattern.source),
        frozenset(declared.pattern.detail_type or ()),
        consume,
        declared.batch_size,
        declared.queue.visibility,
        declared.queue.dead_letters.max_receive,
    )
