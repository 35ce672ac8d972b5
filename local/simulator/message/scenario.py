"""Messages in a world: the real machine, handlers and statements, their providers, people and invariants."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from lambdas.messaging import api
from lambdas.messaging.actions import webhooks
from lambdas.messaging.settings import MessagingSettings
from lambdas.shared.wiring import Dependencies, use
from local.simulator.aws.bus import Queue
from local.simulator.containers import Containers, powertools_in_time
from local.simulator.desk import Desk
from local.simulator.message.cast import MAILBOX, ORIGIN, planned_load
from local.simulator.message.contacts import Contacts
from local.simulator.message.crossing import Crossing
from local.simulator.message.play import MACHINE, SERVICE, MessagePlay
from local.simulator.message.providers import Providers
from local.simulator.message.stage import Stage
from local.simulator.message.topics import opened_topics
from local.simulator.message.watch import CALLBACKS, IDEMPOTENCY, Watch
from local.simulator.relay_schedule import RelaySchedule
from local.simulator.scenario import Play
from local.simulator.silence import silence
from local.simulator.world import World

MESSAGES_A_LOAD = 25
"""About as many as follow of one load."""

SETTINGS = MessagingSettings(
    powertools_service_name="messaging",
    database_secret_id="chain/messaging/database",  # noqa: S106 - the secret's name
    event_bus_name="chain",
    callbacks_table=CALLBACKS,
    idempotency_table=IDEMPOTENCY,
    state_machine_arn=SERVICE.machine_arn,
    public_base_url="https://messaging.example",
    sms_origin=ORIGIN,
    sms_configuration_set="chain-messaging",
    email_origin=MAILBOX,
    email_configuration_set="chain-messaging",
    webhooks_secret_id="chain/messaging/webhooks",  # noqa: S106 - the secret's name
)


class MessageScenario:
    """Registered for the machine `message`."""

    tables: Mapping[str, str] = {CALLBACKS: "pk", IDEMPOTENCY: "id"}
    schemas: tuple[str, ...] = ("messaging", "engine")

    def prepare(self, url: str) -> None:
        from schemas.sql import migrate  # noqa: PLC0415 - slow to import, and done once

        migrate.upgrade(url, services=("messaging",))

    @contextmanager
    def enter(self, world: World) -> Iterator[Play]:
        with ExitStack() as stack:
            _wire(stack, world)
            play = played(world, Watch(world, world.place.watching))
            host = world.open_engine(SERVICE.functions("task"), _about)
            host.create(SERVICE.machine, SERVICE.definition(MACHINE))
            yield play


def played(world: World, watch: Watch) -> MessagePlay:
    """Wire the world's service, its providers and its people."""
    count = max(world.setting.runs // MESSAGES_A_LOAD, 1)
    loads = {
        load.load_id: load
        for number in range(count)
        if world.decisions.keeps(f"load/{number}")
        for load in (planned_load(number, world.trace.began, world.decisions),)
    }
    (answering,), (relay,) = SERVICE.functions("api").values(), SERVICE.functions("scheduled").values()
    containers = Containers(api.resolver, answering.handler)
    desk = Desk(world, replace(answering, handler=containers.answered), watch.inspect)
    SERVICE.open_queues(world)
    stage = Stage(world, desk, opened_topics(SERVICE, world), loads)
    providers = Providers(stage, watch.asked)
    contacts = Contacts(stage)
    providers.arrived = contacts.arrived
    world.database.about_to_write = Crossing(stage, contacts).about_to_write
    world.clients.sms = world.clients.sesv2 = providers
    schedule = RelaySchedule(world, relay, watch.pending)
    play = MessagePlay(world, watch, stage, schedule)
    world.wrote, world.bus.listener = watch.wrote, watch.heard
    world.container = containers.keep
    world.bus.queues.append(Queue("actors", frozenset({"chain.messaging"}), frozenset(), play.hear))
    return play


def _wire(stack: ExitStack, world: World) -> None:
    """Let every handler of this process work with the world, and live in its time."""
    clock, pause = world.clock.now, world.fibers.pause
    stack.enter_context(patch.object(webhooks, "secret", world.secret))
    stack.enter_context(powertools_in_time(clock))
    stack.enter_context(silence())
    stack.enter_context(
        use(Dependencies(SETTINGS, world.database, world.clients, clock, world.new_id, pause))
    )


def _about(event: Any) -> str:
    return f"{event['message_id'][:8]}/{event['state']}"


SCENARIO = MessageScenario()
