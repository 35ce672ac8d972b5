"""One world's bookings: its actors, and what is looked at after every step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.simulator.booking.brokers import Brokers
from local.simulator.booking.carriers import Carriers
from local.simulator.booking.endings import broken_at_the_end, lifecycles
from local.simulator.booking.stage import Stage
from local.simulator.booking.strangers import Strangers
from local.simulator.booking.trackers import Trackers
from local.simulator.booking.watch import Watch
from local.simulator.relay_schedule import RelaySchedule
from local.simulator.service import Service, upgraded
from local.simulator.setting import Broken, Lifecycle
from local.simulator.world import World

SERVICE = Service("booking")
MACHINE = "booking"


@dataclass
class BookingPlay:
    world: World
    watch: Watch
    stage: Stage
    relay: RelaySchedule

    def begin(self) -> None:
        brokers = Brokers(self.stage)
        self.actors = (brokers, Carriers(self.stage), Trackers(self.stage), Strangers(self.stage))
        brokers.begin()

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
        self.relay.note()

    def broken_finally(self) -> Iterator[Broken]:
        yield from self.watch.sweep()
        self.watch.checks += 1
        yield from broken_at_the_end(self.watch, self.world.buckets.rewritten)

    def checks(self) -> int:
        return self.watch.checks

    def ended(self) -> list[Lifecycle]:
        return lifecycles(self.watch, self.stage.loads)

    def upgrade(self) -> None:
        self.world.host.update(SERVICE.machine_arn, upgraded(SERVICE.definition(MACHINE)))
