"""What the actors of booking share: the loads, the desk, and the events that they hear of."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from local.simulator.booking.cast import PlannedLoad, policy_of
from local.simulator.desk import Caller, Desk, Request, Then
from local.simulator.world import World

Json = dict[str, Any]
MINUTE, HOUR = 60, 3_600


@dataclass(frozen=True)
class Heard:
    """An event that reached the actors; `key` names it by load, name, carrier and number."""

    key: str
    detail_type: str
    load: PlannedLoad
    data: Json


@dataclass
class Stage:
    world: World
    desk: Desk
    loads: Mapping[UUID, PlannedLoad]
    _keys: dict[str, str] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)

    def heard(self, event: Json) -> Heard | None:
        """Read an EventBridge event; the same event again has the same key. None for a foreign load's."""
        metadata, data = event["detail"]["metadata"], event["detail"]["data"]
        load = self.loads.get(UUID(data["load_id"]))
        if load is None:
            return None
        name = event["detail-type"]
        key = self._keys.get(metadata["id"])
        if key is None:
            about = f"{load.name}/{name}/{data.get('dot_number', '')}"
            self._counted[about] += 1
            key = self._keys[metadata["id"]] = f"{about}/{self._counted[about]}"
        return Heard(key, name, load, data)

    def choose(self, weights: Mapping[str, int], key: str) -> str:
        """What an actor does; `silent` is doing nothing."""
        return self.world.decisions.act(weights, f"act/{key}", "silent")

    def seconds(self, low: float, high: float, key: str) -> float:
        return low + (high - low) * self.world.decisions.number(f"when/{key}")

    def round_seconds(self, load: PlannedLoad) -> float:
        """How long a price waits for its answer."""
        policy = policy_of(load.workspace_id, self.world.decisions)
        return float(policy["negotiation_round_seconds"])

    def later(self, seconds: float, work: Callable[[], object]) -> None:
        self.world.agenda.after(seconds, work)

    def post(  # noqa: PLR0913, PLR0917 - a request has these
        self, caller: Caller, path: str, body: Json, key: str, after: float = 0, then: Then | None = None
    ) -> None:
        """Send a POST after so many seconds."""
        self.later(after, partial(self.desk.send, Request(caller, "POST", path, key, body), then))

    def put(self, caller: Caller, path: str, body: Json, key: str, after: float = 0) -> None:
        self.later(after, partial(self.desk.send, Request(caller, "PUT", path, key, body)))


def broker_of(load: PlannedLoad) -> Caller:
    return Caller(load.workspace_id, "member")


def carrier_of(load: PlannedLoad, dot_number: int) -> Caller:
    return Caller(load.workspace_id, "carrier", dot_number)
