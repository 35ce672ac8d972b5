"""One load's whole week, told as the transcript that its people and its broker would see.

The night of 14 March 2027, in which clocks go forward, lies in it. Facts go in as events of booking and
tracking, texts come out of the provider; nothing fails. `python -m local.simulator.message.week` prints it.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.bootstrap.layout import home
from local.postgres.throw_away import throw_away_server
from local.simulator.campaign import place_on
from local.simulator.message.play import MessagePlay
from local.simulator.message.scenario import MessageScenario
from local.simulator.message.week_script import BEGINS, Json, Week
from local.simulator.place import Place
from local.simulator.scenario import Play
from local.simulator.setting import Setting
from local.simulator.world import Planted, World

OWN_LOAD = Path(__file__).parent / "week.json"
MARCH_FIRST = 1


class WeekPlay(MessagePlay):
    """The script in place of brokers and haulers that do as chance decides."""

    week: Week

    def begin(self) -> None:
        self.week.begin()


class WeekScenario(MessageScenario):
    """The service and its providers as in every world of messages; the people follow a script."""

    def __init__(self, document: Json) -> None:
        self._document = document

    @contextmanager
    def enter(self, world: World) -> Iterator[Play]:
        with super().enter(world) as usual:
            assert isinstance(usual, MessagePlay)
            play = WeekPlay(world, usual.watch, usual.stage, usual.relay)
            play.week = self.week = Week(play, self._document)
            world.bus.queues[:] = [queue for queue in world.bus.queues if queue.name != "actors"]
            world.bus.listener = self.week.heard
            world.clients.sms.arrived = self.week.arrived
            yield play


class InvariantBrokenError(Exception):
    """The week broke an invariant."""


def transcript(place: Place, document: Json) -> str:
    """Play the week of a load; a line for each thing that happens. Raises InvariantBrokenError."""
    scenario = WeekScenario(document)
    world = _world(place, scenario)
    outcome = world.play()
    if outcome.broken is not None:
        raise InvariantBrokenError(str(outcome.broken))
    return "\n".join(scenario.week.lines) + "\n"


def own_load() -> Json:
    """The load that ships for this, as LoadReceived has it."""
    document: Json = json.loads(OWN_LOAD.read_text())
    return document


def _world(place: Place, scenario: WeekScenario) -> World:
    """Worlds begin when chance says; the first that is early enough waits until the week begins."""
    for number in range(100):
        world = World(Setting("message", 1, number, 1, frozenset()), scenario, place, Planted())
        if world.clock.present.day == MARCH_FIRST:
            world.clock.move_to(BEGINS)
            return world
    raise AssertionError


def main() -> None:
    """Print the transcript of the load that ships."""
    with throw_away_server(home()) as server, place_on(server, "message") as place:
        sys.stdout.write(transcript(place, own_load()))


if __name__ == "__main__":
    main()
