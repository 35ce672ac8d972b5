"""When a trigger comes: at each stop that its anchor selects, the instant, or None while the anchor is
unknown.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from lambdas.messaging.autopilot.facts import Load, Stop
    from schemas.messaging.autopilot import Anchor, ExactTime, Relative


class Occasion(NamedTuple):
    """A trigger at one stop; `at` is in UTC, None while its anchor has no time."""

    stop: Stop
    at: datetime | None


def occasions(trigger: ExactTime | Relative, load: Load) -> tuple[Occasion, ...]:
    """Return the trigger's occasions, one for each stop that it selects."""
    return tuple(Occasion(stop, _at(trigger, stop)) for stop in _selected(trigger.anchor, load))


def _at(trigger: ExactTime | Relative, stop: Stop) -> datetime | None:
    base = _base(trigger.anchor, stop)
    if base is None:
        return None
    if trigger.kind == "relative":
        return base.astimezone(UTC) + timedelta(minutes=trigger.minutes)
    day = base.astimezone(ZoneInfo(stop.time_zone)).date() + timedelta(days=trigger.days)
    zone = ZoneInfo(trigger.time_zone or stop.time_zone)
    return datetime.combine(day, trigger.local_time, zone).astimezone(UTC)


def _base(anchor: Anchor, stop: Stop) -> datetime | None:
    """An ETA is over once the truck is there."""
    if anchor.event == "eta":
        return None if stop.arrived_at or stop.departed_at else stop.eta
    times = {
        "appointment": stop.appointment_start,
        "arrival": stop.arrived_at,
        "departure": stop.departed_at,
    }
    return times[anchor.event]


def _selected(anchor: Anchor, load: Load) -> tuple[Stop, ...]:
    selector = anchor.stop
    if selector == "each_stop":
        return load.stops
    kind = selector.split("_")[1]
    stops = tuple(stop for stop in load.stops if stop.type == kind)
    if selector == "first_pickup":
        return stops[:1]
    return stops[-1:] if selector == "last_delivery" else stops
