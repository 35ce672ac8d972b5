"""The loads to play: read from a file, repeated to the wanted number, moved out of the past."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from schemas.booking.loads import Appointment, PutLoad, Stop

NOTICE = timedelta(days=1)


class LoadsFileError(Exception):
    """The file cannot be played; the message says where and why."""


def read_loads(file: Path) -> list[PutLoad]:
    """A JSON list of loads, as `PUT /v1/loads/{external_id}` takes them, each with its `external_id`."""
    try:
        entries = json.loads(file.read_text())
    except OSError as failure:
        raise LoadsFileError(f"cannot read {file}: {failure.strerror}") from failure
    except ValueError as failure:
        raise LoadsFileError(f"{file} is not JSON: {failure}") from failure
    if not isinstance(entries, list) or not entries:
        raise LoadsFileError(f"{file} must hold a list of at least one load")
    return [_load(file, number, entry) for number, entry in enumerate(entries)]


def repeated(loads: Sequence[PutLoad], count: int) -> list[PutLoad]:
    """`count` loads; when the file has fewer, they come again under ids of their own."""
    return [_again(loads[number % len(loads)], number // len(loads)) for number in range(count)]


def days_to_shift(loads: Sequence[PutLoad], now: datetime) -> int:
    """0 when every pickup is far enough ahead, else the whole days that move the earliest there."""
    earliest = min(load.first_pickup_at for load in loads)
    missing = now + NOTICE - earliest
    return 0 if missing <= timedelta(0) else -(-missing // timedelta(days=1))


def shifted(load: PutLoad, days: int) -> PutLoad:
    """The load `days` later at the same local times, whatever daylight saving does in between."""
    return load.model_copy(update={"stops": tuple(_later_stop(stop, days) for stop in load.stops)})


def _later_stop(stop: Stop, days: int) -> Stop:
    zone = ZoneInfo(stop.time_zone)
    window = stop.appointment
    start, end = _later(window.start, zone, days), _later(window.end, zone, days)
    return stop.model_copy(update={"appointment": Appointment(kind=window.kind, start=start, end=end)})


def _later(instant: datetime, zone: ZoneInfo, days: int) -> datetime:
    local = instant.astimezone(zone).replace(tzinfo=None)
    return (local + timedelta(days=days)).replace(tzinfo=zone)


def _load(file: Path, number: int, entry: object) -> PutLoad:
    try:
        load = PutLoad.model_validate(entry)
    except ValidationError as failure:
        first = failure.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the load"
        raise LoadsFileError(f"{file}, load {number + 1}: {place}: {first['msg']}") from failure
    if not load.external_id:
        raise LoadsFileError(f"{file}, load {number + 1}: external_id is missing")
    return load


def _again(load: PutLoad, time: int) -> PutLoad:
    return load.model_copy(update={"external_id": f"{load.external_id}-{time + 1}"}) if time else load
