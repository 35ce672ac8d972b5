"""Booking in a world: its real machine, handlers and statements, its actors and its invariants."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from functools import cache, partial
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter
from aws_lambda_powertools.utilities.idempotency import base as idempotency
from aws_lambda_powertools.utilities.idempotency.persistence import base as persistence
from aws_lambda_powertools.utilities.idempotency.persistence import datarecord, dynamodb

from lambdas.booking import api, rate_confirmation, signing_links
from lambdas.booking.rate_confirmation import RateConfirmationTerms
from lambdas.booking.settings import BookingSettings
from lambdas.booking.tasks import vet_carrier
from lambdas.shared.json_text import json_text
from lambdas.shared.logging import logger
from lambdas.shared.wiring import Dependencies, use
from local.bootstrap.layout import ROOT
from local.declaration.model import Declaration, Subscription
from local.declaration.reading import read
from local.simulator.aws.bus import Consume, Queue
from local.simulator.booking.brokers import Brokers
from local.simulator.booking.carriers import Carriers
from local.simulator.booking.cast import planned_load
from local.simulator.booking.desk import Desk
from local.simulator.booking.endings import broken_at_the_end, lifecycles
from local.simulator.booking.register import Register
from local.simulator.booking.stage import Stage
from local.simulator.booking.strangers import Strangers
from local.simulator.booking.trackers import Trackers
from local.simulator.booking.watch import CALLBACKS, DOCUMENTS, LINKS, Watch
from local.simulator.functions import Function, FunctionError, Handler
from local.simulator.invariants.runs import UPGRADED
from local.simulator.scenario import Play
from local.simulator.setting import Broken, Lifecycle
from local.simulator.world import World

MACHINE = "chain-booking"
ARN = f"arn:aws:states:us-east-1:000000000000:stateMachine:{MACHINE}"
IDEMPOTENCY = "chain-booking-idempotency"
RELAY_SECONDS = 60
MOST_IN_VAIN = 30
SETTINGS = BookingSettings(
    powertools_service_name="booking",
    database_secret_id="chain/booking/database",  # noqa: S106 - the secret's name
    event_bus_name="chain",
    callbacks_table=CALLBACKS,
    idempotency_table=IDEMPOTENCY,
    links_table=LINKS,
    links_secret_id="chain/booking/links",  # noqa: S106 - the secret's name
    documents_bucket=DOCUMENTS,
    state_machine_arn=ARN,
    fmcsa_base_url="http://fmcsa.invalid",
    fmcsa_secret_id="chain/booking/fmcsa",  # noqa: S106 - the secret's name
    public_base_url="https://booking.example",
)


@dataclass
class BookingPlay:
    """One world's bookings."""

    world: World
    watch: Watch
    stage: Stage
    relay: Function
    relay_is_noted: bool = False
    pending: frozenset[str] = frozenset()
    vain: int = 0

    def begin(self) -> None:
        self.brokers = Brokers(self.stage)
        self.actors = (self.brokers, Carriers(self.stage), Trackers(self.stage), Strangers(self.stage))
        self.brokers.begin()

    def hear(self, records: list[dict[str, Any]]) -> list[str]:
        """The actors' own queue: they read every event that reaches them."""
        for record in records:
            heard = self.stage.heard(json.loads(record["body"]))
            if heard is not None:
                for actor in self.actors:
                    actor.hear(heard)
        return []

    def broken_now(self) -> Iterator[Broken]:
        yield from self.watch.broken()
        if not self.relay_is_noted and self._relay_is_due():
            self.relay_is_noted = True
            self.world.agenda.after(RELAY_SECONDS, self._relay)

    def broken_finally(self) -> Iterator[Broken]:
        yield from self.watch.sweep()
        self.watch.checks += 1
        yield from broken_at_the_end(self.watch, self.world.buckets.rewritten)

    def checks(self) -> int:
        return self.watch.checks

    def ended(self) -> list[Lifecycle]:
        return lifecycles(self.watch, self.stage.loads)

    def upgrade(self) -> None:
        self.world.host.update(ARN, upgraded(definition()))

    def _relay_is_due(self) -> bool:
        """Half an hour in which it changes nothing is enough: what is left is never delivered."""
        pending = self.watch.pending
        if pending != self.pending:
            self.pending, self.vain = pending, 0
        return bool(pending) and self.vain < MOST_IN_VAIN

    def _relay(self) -> None:
        """As the schedule of every minute does it; a minute in which it would find nothing is left out."""
        self.relay_is_noted = False
        if not self.watch.pending:
            return
        self.vain += 1
        try:
            relayed = self.world.functions.call(self.relay, {}, "relay")
            self.world.trace.add(f"relay: {relayed}")
        except FunctionError as failure:
            self.world.trace.add(f"relay → {failure.name}")


class BookingScenario:
    """Registered for the machine `booking`."""

    tables: Mapping[str, str] = {CALLBACKS: "pk", LINKS: "pk", IDEMPOTENCY: "id"}
    schemas = ("booking", "engine")

    def prepare(self, url: str) -> None:
        from schemas.sql import migrate  # noqa: PLC0415 - slow to import, and done once

        migrate.upgrade(url, services=("booking",))

    @contextmanager
    def enter(self, world: World) -> Iterator[Play]:
        logger().setLevel("CRITICAL")
        with ExitStack() as stack:
            _wire(stack, world)
            play = _play(world, Watch(world, world.place.watching))
            world.open_engine(_functions("task"), _about).create(MACHINE, definition())
            yield play


def _functions(kind: str) -> dict[str, Function]:
    """The declared functions of a kind, with their declared handlers and time limits."""
    return {
        name: Function(name, _handler(declared.handler), declared.timeout, is_task=kind == "task")
        for name, declared in _declared().functions.items()
        if declared.kind == kind
    }


def _handler(path: str) -> Handler:
    module, _, name = path.rpartition(".")
    handler: Handler = getattr(import_module(module), name)
    return handler


def _play(world: World, watch: Watch) -> BookingPlay:
    loads = {
        load.load_id: load
        for number in range(world.setting.runs)
        if world.decisions.keeps(f"load/{number}")
        for load in (planned_load(number, world.trace.began, world.decisions),)
    }
    (api_function,), (relay,) = _functions("api").values(), _functions("scheduled").values()
    desk = Desk(world, replace(api_function, handler=_answered), watch.inspect)
    play = BookingPlay(world, watch, Stage(world, desk, loads), relay)
    world.wrote, world.bus.listener, world.answered = watch.wrote, watch.heard, watch.answered
    world.container = _keep_container
    consumers = _functions("consumer")
    for name, subscription in _declared().subscriptions.items():
        consume = partial(_consume, world, consumers[subscription.function])
        world.bus.queues.append(_queue(name, subscription, consume))
    world.bus.queues.append(Queue("actors", frozenset({"chain.booking"}), frozenset(), play.hear))
    return play


def _queue(name: str, declared: Subscription, consume: Consume) -> Queue:
    assert declared.pattern is not None, "booking hears of the bus only"
    return Queue(
        name,
        frozenset(declared.pattern.source),
        frozenset(declared.pattern.detail_type or ()),
        consume,
        declared.batch_size,
        declared.queue.visibility,
        declared.queue.dead_letters.max_receive,
    )


def _consume(world: World, function: Function, records: list[dict[str, Any]]) -> list[str]:
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


def _wire(stack: ExitStack, world: World) -> None:
    """Let every handler of this process work with the world, and live in its time."""
    dependencies = Dependencies(
        SETTINGS, world.database, world.clients, world.clock.now, world.new_id, world.fibers.pause
    )
    moment = SimpleNamespace(
        datetime=SimpleNamespace(now=world.clock.now, datetime=object), timedelta=timedelta
    )
    for module in (idempotency, persistence, datarecord, dynamodb):
        stack.enter_context(patch.object(module, "dt", moment))
    register = Register(world.decisions, world.fibers.pause)
    stack.enter_context(
        patch.object(signing_links, "secret", lambda *_: f"links of {world.setting.name}" * 3)
    )
    stack.enter_context(patch.object(vet_carrier, "authority_of", lambda _: register))
    stack.enter_context(patch.object(rate_confirmation, "render", documented))
    stack.enter_context(use(dependencies))


def documented(terms: RateConfirmationTerms) -> bytes:
    """What a rate confirmation says, without its layout: so the invariants can read what was agreed."""
    return json_text(asdict(terms)).encode()


def _answered(event: Any, context: Any) -> Any:
    """The API in a container of its own: nothing is left of a request that died."""
    api.resolver.context = {}
    return api.handler(event, context)


def _keep_container() -> Callable[[], None]:
    """What Powertools keeps of the request at work: another request gets a container of its own."""
    event = getattr(BaseRouter, "current_event", None)
    context = getattr(BaseRouter, "lambda_context", None)
    routing, api.resolver.context = api.resolver.context, {}

    def restore() -> None:
        BaseRouter.current_event, BaseRouter.lambda_context = event, context  # type: ignore[assignment]
        api.resolver.context = routing

    return restore


def _about(event: Any) -> str:
    return f"{event['load_id'][:8]}-{event['attempt']}/{event['state']}"


@cache
def _declared() -> Declaration:
    return read(ROOT / "lambdas" / "booking" / "service.yaml", ROOT)


def definition() -> str:
    """The rendered machine with this world's ARNs."""
    text = (ROOT / "statemachines" / "asl" / "booking.asl.json").read_text()
    text = text.replace("${booking_state_machine_arn}", ARN)
    return re.sub(r"\$\{(\w+)_arn\}", r"arn:aws:lambda:us-east-1:000000000000:function:\1", text)


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


SCENARIO = BookingScenario()
