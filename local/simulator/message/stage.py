"""What the actors share: the world, the desk of the API, the loads, and what they hear of messages."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from lambdas.shared.ids import derived_id
from lambdas.shared.json_text import json_text
from local.simulator.desk import Caller, Desk, Request, Then
from local.simulator.message.cast import PlannedLoad
from local.simulator.message.topics import Topics
from local.simulator.world import World

Json = dict[str, Any]
MINUTE, HOUR = 60, 3_600


@dataclass(frozen=True)
class Heard:
    """An event of messaging; the same again has the same key."""

    key: str
    detail_type: str
    workspace_id: str
    data: Json


@dataclass
class Stage:
    world: World
    desk: Desk
    topics: Topics
    loads: Mapping[UUID, PlannedLoad]
    _keys: dict[str, str] = field(default_factory=dict)
    _counted: Counter[str] = field(default_factory=Counter)

    def heard(self, event: Json) -> Heard:
        metadata, data = event["detail"]["metadata"], event["detail"]["data"]
        load = self.loads.get(UUID(data["load_id"])) if data.get("load_id") else None
        key = self._keys.get(metadata["id"])
        if key is None:
            about = f"{load.name if load else 'none'}/{event['detail-type']}/{data.get('template', '')}"
            key = self._keys[metadata["id"]] = self.numbered(about)
        return Heard(key, event["detail-type"], metadata["workspace_id"], data)

    def numbered(self, about: str) -> str:
        """A key for one more of its kind."""
        self._counted[about] += 1
        return f"{about}/{self._counted[about]}"

    def choose(self, weights: Mapping[str, int], key: str) -> str:
        """What an actor does; `silent` is doing nothing."""
        return self.world.decisions.act(weights, f"act/{key}", "silent")

    def happens(self, chance: float, key: str) -> bool:
        return self.world.decisions.happens(chance, f"act/{key}")

    def seconds(self, low: float, high: float, key: str) -> float:
        return low + (high - low) * self.world.decisions.number(f"when/{key}")

    def later(self, seconds: float, work: Callable[[], object]) -> None:
        self.world.agenda.after(max(seconds, 0), work)

    def post(  # noqa: PLR0913, PLR0917 - a request has these
        self, caller: Caller, path: str, body: Json, key: str, after: float = 0, then: Then | None = None
    ) -> None:
        """Send a POST after so many seconds."""
        self.later(after, partial(self.desk.send, Request(caller, "POST", path, key, body), then))

    def put(self, caller: Caller, path: str, body: Json, key: str, after: float = 0) -> None:
        self.later(after, partial(self.desk.send, Request(caller, "PUT", path, key, body)))

    def say(self, source: str, detail_type: str, load: PlannedLoad, facts: Json) -> None:
        """Put an event of another service on the bus."""
        now = self.world.clock.present.isoformat()
        metadata = {
            "id": derived_id(source, self.numbered(f"{load.name}/{source}/{detail_type}")),
            "version": 1,
            "occurred_at": now,
            "workspace_id": load.workspace_id,
            "correlation_id": str(load.load_id),
        }
        detail = {"metadata": metadata, "data": {"load_id": load.load_id, **facts}}
        entry = {
            "EventBusName": "chain",
            "Source": source,
            "DetailType": detail_type,
            "Detail": json_text(detail),
        }
        self.world.trace.add(f"{source}: {detail_type} of {load.name}")
        self.world.bus.put_events(Entries=[entry])


def member_of(workspace_id: str) -> Caller:
    return Caller(workspace_id, "member")


def owner_of(workspace_id: str) -> Caller:
    return Caller(workspace_id, "owner")
