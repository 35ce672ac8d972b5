import json
from typing import Any
from uuid import UUID

import pytest
from botocore.exceptions import EndpointConnectionError

from lambdas.shared.errors import EventsNotAccepted, EventTooLarge
from lambdas.shared.events import (
    MAXIMUM_BYTES,
    Cause,
    PublishedEvent,
    event_of,
    outbox_rows,
    published_event,
    put_events,
)
from schemas.booking.events.loads import LoadReadyToInvoice
from schemas.booking.events.registry import envelope_of
from tests.lambdas.shared.builders import LOAD_ID, NOW, event


class Bus:
    """EventBridge that refuses each detail-type as many times as it is told."""

    def __init__(self, **refusals: int) -> None:
        self.refusals = refusals
        self.calls: list[list[str]] = []
        self.taken: list[dict[str, Any]] = []

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803 - AWS's name
        self.calls.append([entry["DetailType"] for entry in Entries])
        results = [self._take(entry) for entry in Entries]
        return {"FailedEntryCount": sum("ErrorCode" in result for result in results), "Entries": results}

    def _take(self, entry: dict[str, Any]) -> dict[str, str]:
        name = entry["DetailType"]
        if self.refusals.get(name, 0):
            self.refusals[name] -= 1
            return {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}
        self.taken.append(entry)
        return {"EventId": "x"}


def put(bus: Any, events: list[PublishedEvent]) -> list[float]:
    pauses: list[float] = []
    put_events(bus, "chain", "chain.booking", events, pauses.append)
    return pauses


def test_an_event_of_the_same_cause_is_the_same_event() -> None:
    cause = Cause("run/POD_RECEIVED/2027", "acme", "c-1", NOW)
    data = LoadReadyToInvoice(load_id=LOAD_ID, booking_id=UUID(int=1))

    made = published_event(cause, data)

    assert made == published_event(cause, data)
    assert made.event_id != published_event(cause, data, 1).event_id
    assert made.detail_type == "LoadReadyToInvoice"
    assert made.load_id == LOAD_ID
    envelope_of(made.detail_type).model_validate(made.detail)


def test_an_event_survives_the_outbox() -> None:
    made = event(7)

    [row] = json.loads(json.dumps(outbox_rows([made])))

    assert event_of(row) == made


def test_ten_entries_a_call() -> None:
    bus = Bus()

    pauses = put(bus, [event(number) for number in range(23)])

    assert [len(call) for call in bus.calls] == [10, 10, 3]
    assert pauses == []
    assert bus.taken[0] == {
        "EventBusName": "chain",
        "Source": "chain.booking",
        "DetailType": "LoadPosted",
        "Detail": json.dumps(event(0).detail, separators=(",", ":")),
    }


def test_256_kilobytes_a_call() -> None:
    bus = Bus()

    put(bus, [event(number, text="x" * 100_000) for number in range(5)])

    assert [len(call) for call in bus.calls] == [2, 2, 1]


def test_one_event_over_256_kilobytes_is_refused_before_any_is_put() -> None:
    bus = Bus()

    with pytest.raises(EventTooLarge, match="LoadPosted"):
        put(bus, [event(1), event(2, text="x" * MAXIMUM_BYTES)])

    assert bus.calls == []


def test_only_failed_entries_are_put_again() -> None:
    bus = Bus(OfferSent=2)

    pauses = put(bus, [event(1), event(2, "OfferSent"), event(3)])

    assert bus.calls == [["LoadPosted", "OfferSent", "LoadPosted"], ["OfferSent"], ["OfferSent"]]
    assert pauses == [0.05, 0.1]
    assert len(bus.taken) == 3


def test_an_entry_that_is_never_taken_is_an_error() -> None:
    bus = Bus(OfferSent=99)

    with pytest.raises(EventsNotAccepted, match=r"1 events \(ThrottlingException\)"):
        put(bus, [event(1), event(2, "OfferSent")])

    assert len(bus.calls) == 4


def test_a_bus_that_cannot_be_reached_is_an_error() -> None:
    class Unreachable:
        def put_events(self, **_: Any) -> None:
            raise EndpointConnectionError(endpoint_url="http://127.0.0.1:1")

    with pytest.raises(EventsNotAccepted, match="EndpointConnectionError"):
        put(Unreachable(), [event(1)])


def test_nothing_is_put_for_no_events() -> None:
    bus = Bus()

    put(bus, [])

    assert bus.calls == []
