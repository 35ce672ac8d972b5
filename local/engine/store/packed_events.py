"""The events of one step as one JSON text: writing a row a step costs a third of a row an event."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from local.engine.commands import Event

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def packed(events: Sequence[Event]) -> bytes:
    """`[[previous id, type, microseconds since 1970, branch, details], …]`; ids count on from the first's."""
    at = events[0].timestamp
    stamp = _microseconds(at)
    rows = [
        (
            event.previous_id,
            event.type,
            stamp if event.timestamp is at else _microseconds(event.timestamp),
            event.branch,
            event.details,
        )
        for event in events
    ]
    try:
        return orjson.dumps(rows)
    except TypeError:  # half a surrogate pair, which only an escape can hold
        return json.dumps(rows).encode()


def unpacked(rows: Iterable[tuple[int, Sequence[Sequence[Any]]]]) -> list[Event]:
    """The events of steps, each given as the first event's id and the parsed text of `packed`."""
    return [
        Event(first_id + position, previous_id, kind, _EPOCH + timedelta(microseconds=stamp), details, branch)
        for first_id, events in rows
        for position, (previous_id, kind, stamp, branch, details) in enumerate(events)
    ]


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
