"""Booking in a world: its real machine, handlers and statements, its actors and its invariants."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from typing import Any
from unittest.mock import patch

from lambdas.booking import api, rate_confirmation, signing_links
from lambdas.booking.rate_confirmation import RateConfirmationTerms
from lambdas.booking.settings import BookingSettings
from lambdas.booking.tasks import vet_carrier
from lambdas.shared.json_text import json_text
from lambdas.shared.wiring import Dependencies, use
from local.simulator.aws.bus import Queue
from local.simulator.booking.cast import planned_load
from local.simulator.booking.play import MACHINE, SERVICE, BookingPlay
from local.simulator.booking.register import Register
from local.simulator.booking.stage import Stage
from local.simulator.booking.watch import CALLBACKS, DOCUMENTS, LINKS, Watch
from local.simulator.containers import Containers, powertools_in_time
from local.simulator.desk import Desk
from local.simulator.relay_schedule import RelaySchedule
from local.simulator.scenario import Play
from local.simulator.silence import silence
from local.simulator.world import World

IDEMPOTENCY = "chain-booking-idempotency"
SETTINGS = BookingSettings(
    powertools_service_name="booking",
    database_secret_id="chain/booking/database",  # noqa: S106 - the secret's name
    event_bus_name="chain",
    callbacks_table=CALLBACKS,
    idempotency_table=IDEMPOTENCY,
    links_table=LINKS,
    links_secret_id="chain/booking/links",  # noqa: S106 - the secret's name
    documents_bucket=DOCUMENTS,
    state_machine_arn=SERVICE.machine_arn,
    fmcsa_base_url="http://fmcsa.invalid",
    fmcsa_secret_id="chain/booking/fmcsa",  # noqa: S106 - the secret's name
    public_base_url="https://booking.example",
)


class BookingScenario:
    """Registered for the machine `booking`."""

    tables: Mapping[str, str] = {CALLBACKS: "pk", LINKS: "pk", IDEMPOTENCY: "id"}
    schemas = ("booking", "engine")

    def prepare(self, url: str) -> None:
        from schemas.sql import migrate  # noqa: PLC0415 - slow to import, and done once

        migrate.upgrade(url, services=("booking",))

    @contextmanager
    def enter(self, world: World) -> Iterator[Play]:
        with ExitStack() as stack:
            _wire(stack, world)
            play = _play(world, Watch(world, world.place.watching))
            host = world.open_engine(SERVICE.functions("task"), _about)
            host.create(SERVICE.machine, SERVICE.definition(MACHINE))
            yield play


def _play(world: World, watch: Watch) -> BookingPlay:
    loads = {
        load.load_id: load
        for number in range(world.setting.runs)
        if world.decisions.keeps(f"load/{number}")
        for load in (planned_load(number, world.trace.began, world.decisions),)
    }
    (answering,), (relay,) = SERVICE.functions("api").values(), SERVICE.functions("scheduled").values()
    containers = Containers(api.resolver, answering.handler)
    desk = Desk(world, replace(answering, handler=containers.answered), watch.inspect)
    schedule = RelaySchedule(world, relay, watch.pending)
    play = BookingPlay(world, watch, Stage(world, desk, loads), schedule)
    world.wrote, world.bus.listener, world.answered = watch.wrote, watch.heard, watch.answered
    world.container = containers.keep
    SERVICE.open_queues(world)
    world.bus.queues.append(Queue("actors", frozenset({"chain.booking"}), frozenset(), play.hear))
    return play


def _wire(stack: ExitStack, world: World) -> None:
    """Let every handler of this process work with the world, and live in its time."""
    clock, pause = world.clock.now, world.fibers.pause
    register = Register(world.decisions, pause)
    stack.enter_context(patch.object(signing_links, "secret", world.secret))
    stack.enter_context(patch.object(vet_carrier, "authority_of", lambda _: register))
    stack.enter_context(patch.object(rate_confirmation, "render", documented))
    stack.enter_context(powertools_in_time(clock))
    stack.enter_context(silence())
    stack.enter_context(
        use(Dependencies(SETTINGS, world.database, world.clients, clock, world.new_id, pause))
    )


def documented(terms: RateConfirmationTerms) -> bytes:
    """What a rate confirmation says, without its layout: so the invariants can read what was agreed."""
    return json_text(asdict(terms)).encode()


def _about(event: Any) -> str:
    return f"{event['load_id'][:8]}-{event['attempt']}/{event['state']}"


SCENARIO = BookingScenario()
