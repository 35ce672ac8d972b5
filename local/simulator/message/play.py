"""One world's messages: its actors, and what is looked at after every step."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.simulator.message.brokers import Brokers
from local.simulator.message.endings import broken_at_the_end, lifecycles
from local.simulator.message.haulers import Haulers
from local.simulator.message.stage import Stage
from local.simulator.message.watch import Watch
from local.simulator.relay_schedule import RelaySchedule
from local.simulator.service import Service, upgraded
from local.simulator.setting import Broken, Lifecycle
from local.simulator.world import World

SERVICE = Service("messaging")
MACHINE = "message"


@dataclass
class MessagePlay:
    world: World
    watch: Watch
    stage: Stage
    relay: RelaySchedule

    def begin(self) -> None:
        self.brokers = Brokers(self.stage)
        self.brokers.begin()
        Haulers(self.stage).begin()

    def hear(self, records: list[dict[str, Any]]) -> list[str]:
        """The brokers' own queue."""
        for record in records:
            self.brokers.hear(self.stage.heard(json.loads(record["body"])))
        return []

    def broken_now(self) -> Iterator[Broken]:
        yield from self.watch.broken()
        self.relay.note()

    def broken_finally(self) -> Iterator[Broken]:
        yield from self.watch.broken()
        self.watch.checks += 1
        yield from broken_at_the_end(self.watch)

    def checks(self) -> int:
        return self.watch.checks

    def ended(self) -> list[Lifecycle]:
        return lifecycles(self.watch)

    def upgrade(self) -> None:
        self.world.host.update(SERVICE.machine_arn, upgraded(SERVICE.definition(MACHINE)))
