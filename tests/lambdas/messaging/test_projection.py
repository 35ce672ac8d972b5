"""Events in any order, and however often, end in the same load."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.messaging.projection import Facts, applied
from lambdas.messaging.variables import amount_text, values_of
from schemas.messaging.policy import MessagingPolicy

LOAD: dict[str, Any] = {
    "load_number": "48000",
    "external_id": "TMS-48000",
    "stops": [
        {
            "sequence": 1,
            "type": "pickup",
            "facility": "Lone Star",
            "city": "Dallas",
            "state": "TX",
            "time_zone": "America/Chicago",
            "start": "2027-03-14T08:00:00-05:00",
            "end": "2027-03-14T10:00:00-05:00",
        },
        {
            "sequence": 2,
            "type": "delivery",
            "city": "Columbus",
            "state": "OH",
            "time_zone": "America/New_York",
            "start": "2027-03-15T13:00:00-04:00",
            "end": "2027-03-15T13:00:00-04:00",
        },
    ],
}
DRIVER = {"driver": {"name": "Sam Roe", "phone": "+13175550123"}, "truck_number": "12"}
WEEK: list[tuple[str, dict[str, Any]]] = [
    ("LoadReceived", LOAD),
    ("LoadConfirmed", {"booking_id": "b"}),
    ("DriverAssigned", DRIVER),
    ("LoadDispatched", {"booking_id": "b"}),
    ("EtaUpdated", {"sequence": 1, "eta": "2027-03-14T13:00:00+00:00"}),
    ("StopArrived", {"sequence": 1, "arrived_at": "2027-03-14T13:05:00+00:00"}),
    ("LoadReceived", {**LOAD, "load_number": "48000-B"}),
    ("LoadDelivered", {"delivered_at": "2027-03-15T18:00:00+00:00"}),
]
EVENTS = [(*event, f"2027-03-10T00:00:{number:02}+00:00") for number, event in enumerate(WEEK)]


def told(events: list[Any]) -> Facts | None:
    facts: Facts | None = None
    for event in events:
        facts = applied(facts, *event) or facts
    return facts


def test_a_week_ends_as_it_happened() -> None:
    facts = told(EVENTS)

    assert facts is not None
    assert (facts["status"], facts["load_number"]) == ("DISPATCHED", "48000-B")
    assert facts["stops"][0]["arrived_at"] == "2027-03-14T13:05:00+00:00"
    assert facts["driver"]["phone"] == "+13175550123"
    assert facts["delivered_at"]


@given(st.integers(min_value=0, max_value=10_000))
def test_order_and_repetition_do_not_count_once_the_load_is_known(seed: int) -> None:
    shuffled = EVENTS[1:] * 2
    random.Random(seed).shuffle(shuffled)

    assert told([EVENTS[0], *shuffled]) == told(EVENTS)


def test_what_nobody_listens_to_says_nothing() -> None:
    assert applied(None, "CarrierVetted", {}, "2027-03-10T00:00:00+00:00") is None


def test_the_same_event_again_says_nothing() -> None:
    assert applied(told(EVENTS), *EVENTS[2]) is None


def test_a_bounced_load_has_nobody_to_write_to() -> None:
    facts = told([*EVENTS, ("CarrierBounced", {}, "2027-03-11T00:00:00+00:00")])

    assert facts is not None
    assert (facts["status"], facts["driver"]) == ("BOUNCED", None)


def test_variables_tell_local_times_across_daylight_saving() -> None:
    values = values_of(MessagingPolicy(), None, told(EVENTS), stop=1)

    assert (values["stop.time"], values["stop.zone"]) == ("8:00 AM", "CDT")
    assert (values["eta.time"], values["delivery.time"]) == ("8:00 AM", "1:00 PM")
    assert (values["load.origin"], values["driver.first_name"]) == ("Dallas, TX", "Sam")


@pytest.mark.parametrize(
    ("cents", "currency", "text"),
    [(185_000, "USD", "$1,850"), (185_050, "USD", "$1,850.50"), (90_000, "MXN", "900 MXN")],
)
def test_amounts_are_written_as_people_write_them(cents: int, currency: str, text: str) -> None:
    assert amount_text(cents, currency) == text
