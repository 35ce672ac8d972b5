"""What rules look at: a load and its stops as they stand, and the facts that conditions name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

Value = str | int | float | bool | datetime | tuple[str, ...] | None
Kind = Literal["text", "number", "flag", "instant", "texts"]
CANCELLED = frozenset({"CANCELLED", "CANCELLED_TONU", "BOUNCED"})


@dataclass(frozen=True)
class Stop:
    """A stop; `eta` is the effective one, None once the truck is there or where nothing is known."""

    sequence: int
    type: Literal["pickup", "delivery"]
    time_zone: str
    appointment_start: datetime
    appointment_end: datetime
    city: str = ""
    state: str = ""
    eta: datetime | None = None
    arrived_at: datetime | None = None
    departed_at: datetime | None = None


@dataclass(frozen=True)
class Load:
    """A load as messaging knows it; `held` when a person has taken over its thread with the driver."""

    load_id: UUID
    stops: tuple[Stop, ...]
    status: str = "DISPATCHED"
    load_number: str = ""
    equipment: str = ""
    driver_assigned: bool = True
    dispatcher_assigned: bool = True
    tracking_active: bool = False
    tracking_fresh: bool = False
    tags: tuple[str, ...] = ()
    held: bool = False
    delivered_at: datetime | None = None
    pod_received_at: datetime | None = None
    others: Mapping[str, Value] = field(default_factory=dict)

    @property
    def cancelled(self) -> bool:
        return self.status in CANCELLED

    @property
    def current_stop(self) -> Stop:
        """The first stop that was not left yet, else the last."""
        return next((stop for stop in self.stops if stop.departed_at is None), self.stops[-1])

    def stop_numbered(self, sequence: int | None) -> Stop | None:
        """The stop of that sequence, None if there is none."""
        return next((stop for stop in self.stops if stop.sequence == sequence), None)


class Fact(NamedTuple):
    """What a fact is, for whoever writes rules."""

    kind: Kind
    meaning: str


FACTS: Mapping[str, Fact] = {
    "load.status": Fact("text", "the load's status, such as DISPATCHED"),
    "load.number": Fact("text", "the load's number"),
    "load.equipment": Fact("text", "equipment code, such as V or R"),
    "load.tags": Fact("texts", "the load's tags"),
    "load.stops": Fact("number", "how many stops there are"),
    "load.delivered": Fact("flag", "the last delivery was departed from"),
    "load.pod_received": Fact("flag", "the proof of delivery is there"),
    "driver.assigned": Fact("flag", "a driver with a number is named"),
    "dispatcher.assigned": Fact("flag", "a dispatcher is named"),
    "tracking.active": Fact("flag", "the driver shares the position"),
    "tracking.fresh": Fact("flag", "the last position is recent"),
    "stop.type": Fact("text", "pickup or delivery"),
    "stop.city": Fact("text", "city of the stop"),
    "stop.state": Fact("text", "state of the stop"),
    "stop.appointment": Fact("instant", "start of the stop's appointment"),
    "stop.appointment_end": Fact("instant", "end of the stop's appointment"),
    "stop.eta": Fact("instant", "when the truck is expected"),
    "stop.arrived": Fact("flag", "the truck has arrived at the stop"),
    "stop.departed": Fact("flag", "the truck has left the stop"),
    "stop.minutes_late": Fact("number", "minutes from the appointment's end to the ETA, negative when early"),
    "stop.is_last": Fact("flag", "it is the last stop"),
}


def facts_of(load: Load, stop: Stop) -> dict[str, Value]:
    """Return the value of every fact of a load at a stop."""
    return {**_load_facts(load), **_stop_facts(load, stop), **load.others}


def _load_facts(load: Load) -> dict[str, Value]:
    return {
        "load.status": load.status,
        "load.number": load.load_number,
        "load.equipment": load.equipment,
        "load.tags": load.tags,
        "load.stops": len(load.stops),
        "load.delivered": load.delivered_at is not None,
        "load.pod_received": load.pod_received_at is not None,
        "driver.assigned": load.driver_assigned,
        "dispatcher.assigned": load.dispatcher_assigned,
        "tracking.active": load.tracking_active,
        "tracking.fresh": load.tracking_fresh,
    }


def _stop_facts(load: Load, stop: Stop) -> dict[str, Value]:
    return {
        "stop.type": stop.type,
        "stop.city": stop.city,
        "stop.state": stop.state,
        "stop.appointment": stop.appointment_start,
        "stop.appointment_end": stop.appointment_end,
        "stop.eta": stop.eta,
        "stop.arrived": stop.arrived_at is not None or stop.departed_at is not None,
        "stop.departed": stop.departed_at is not None,
        "stop.minutes_late": _minutes_late(stop),
        "stop.is_last": stop.sequence == load.stops[-1].sequence,
    }


def _minutes_late(stop: Stop) -> int | None:
    return None if stop.eta is None else round((stop.eta - stop.appointment_end).total_seconds() / 60)
