"""When a message may go out: 08:00 to 21:00 where its recipient is, less where the state's law is
stricter.

Where the recipient is: at the load's current stop; else in the zones of the number's area code; else
anywhere in the contiguous states. Of several places all must be awake. A state's hours hold for every
message, its days without solicitation for solicitations only: a driver under a load is not left without
word for a whole Sunday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from lambdas.messaging.state_hours import DEFAULT, STATE_OF_AREA_CODE, STATES, Hours
from lambdas.shared.errors import RejectedError

if TYPE_CHECKING:
    from collections.abc import Collection

ANYWHERE = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
)
SUNDAY, SATURDAY = 6, 5
DAYS_AHEAD = 9
MOST_STEPS = 60
SECOND = timedelta(seconds=1)


class OverrideReasonMissing(RejectedError):
    """Quiet hours are overridden only for a reason, which is kept with each send."""

    def __init__(self) -> None:
        super().__init__("Say why these messages may go out at night, or remove the override of quiet hours.")


class NeverAwake(RejectedError):
    """The places have no hour in common at which all may be written to."""

    def __init__(self, places: Collection[Place]) -> None:
        zones = ", ".join(sorted(place.zone for place in places))
        super().__init__(
            f"There is no hour that is allowed in all of {zones}. Tell the recipient's time zone."
        )


class Place(NamedTuple):
    """An IANA zone and, where known, the US state, whose law may be stricter."""

    zone: str
    state: str | None = None


class Permission(NamedTuple):
    """`at`: the first instant, in UTC, at which the message may go out; `override`: why it goes out at
    night.
    """

    at: datetime
    override: str | None = None


def places_of(e164: str, stop: Place | None = None) -> tuple[Place, ...]:
    """Return where the owner of a number may be: at `stop` if known, else where the area code is."""
    from lambdas.messaging.phone_numbers import time_zones_of  # noqa: PLC0415 - slow, seldom needed

    if stop is not None:
        return (stop,)
    state = state_of(e164)
    zones = time_zones_of(e164)
    known = zones if 0 < len(zones) <= len(ANYWHERE) else ANYWHERE
    return tuple(Place(zone, state) for zone in known)


def state_of(e164: str) -> str | None:
    """Return the state of a number's area code, where its law is stricter than the federal one."""
    from lambdas.messaging.phone_numbers import area_code_of  # noqa: PLC0415 - as above

    return STATE_OF_AREA_CODE.get(area_code_of(e164) or "")


def permission(
    now: datetime, places: Collection[Place], *, solicitation: bool = False, override: str | None = None
) -> Permission:
    """Return when a message that is due now may go out. `override` is the template's audited reason.

    Raises OverrideReasonMissing for a blank reason, NeverAwake when no hour suits all places.
    """
    if override is not None and not override.strip():
        raise OverrideReasonMissing
    at = next_allowed(now, places, solicitation=solicitation)
    if at > now and override is not None:
        return Permission(now.astimezone(UTC), override.strip())
    return Permission(at)


def next_allowed(now: datetime, places: Collection[Place], *, solicitation: bool = False) -> datetime:
    """Return the first instant from `now` on, in UTC, at which every place allows messages. Raises
    NeverAwake.
    """
    at = now.astimezone(UTC)
    for _ in range(MOST_STEPS):
        latest = max((_next_in(place, at, solicitation) for place in places), default=at)
        if latest == at:
            return at
        at = latest
    raise NeverAwake(places)


def is_allowed(at: datetime, place: Place, *, solicitation: bool = False) -> bool:
    """Whether the clock on the wall of a place is within its hours."""
    local = at.astimezone(ZoneInfo(place.zone))
    hours = hours_on(local.date(), place.state, solicitation=solicitation)
    return hours is not None and hours.opens <= local.time() < hours.closes


def hours_on(day: date, state: str | None, *, solicitation: bool = False) -> Hours | None:
    """Return a state's hours on a day, None if nothing may go out; the federal hours where it has none."""
    row = STATES.get(state or "")
    if row is None:
        return DEFAULT
    if day.weekday() == SUNDAY:
        return row.sunday or (None if solicitation else row.weekday)
    return row.saturday if day.weekday() == SATURDAY else row.weekday


def _next_in(place: Place, at: datetime, solicitation: bool) -> datetime:
    if is_allowed(at, place, solicitation=solicitation):
        return at
    zone = ZoneInfo(place.zone)
    today = at.astimezone(zone).date()
    for day in (today + timedelta(days=number) for number in range(DAYS_AHEAD)):
        hours = hours_on(day, place.state, solicitation=solicitation)
        for opening in _openings(day, hours, zone) if hours else ():
            if opening > at and is_allowed(opening, place, solicitation=solicitation):
                return opening
    raise NeverAwake((place,))


def _openings(day: date, hours: Hours, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants at which the wall clock comes to `opens`: one, or two when clocks are set back over it."""
    first, second = (_instant(day, hours.opens, zone, fold) for fold in (0, 1))
    if first.astimezone(zone).time() == hours.opens:
        return first, second
    return (_after_gap(second, first, hours.opens, zone),)


def _after_gap(before: datetime, after: datetime, opens: time, zone: ZoneInfo) -> datetime:
    """The instant at which clocks jump over `opens`, which lies between `before` and `after`."""
    while after - before > SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).time() >= opens:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)


def _instant(day: date, wall: time, zone: ZoneInfo, fold: int) -> datetime:
    return datetime.combine(day, wall, zone).replace(fold=fold).astimezone(UTC)
