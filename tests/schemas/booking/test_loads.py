import json
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.booking.loads import PutLoad
from tests.schemas.builders import load, stop


def problems(body: Any) -> dict[str, str]:
    """Return field → reason of a refused body; empty when it is accepted."""
    try:
        PutLoad.model_validate_json(json.dumps(body))
    except ValidationError as error:
        return {".".join(map(str, problem["loc"])): problem["msg"] for problem in error.errors()}
    return {}


def test_a_load_is_kept_as_it_was_written() -> None:
    body = load()

    kept = PutLoad.model_validate(body).model_dump(mode="json", exclude_unset=True)

    assert kept == body


def test_its_times_are_those_of_its_stops() -> None:
    stops = [stop(1, "pickup"), stop(2, "delivery", 11), stop(3, "pickup", 12), stop(4, "delivery", 13)]

    parsed = PutLoad.model_validate(load(stops=stops))

    assert parsed.first_pickup_at.isoformat() == "2027-03-10T07:00:00-05:00"
    assert parsed.latest_pickup_at.isoformat() == "2027-03-12T09:00:00-05:00"
    assert parsed.last_delivery_at.isoformat() == "2027-03-13T09:00:00-05:00"


def test_unknown_fields_are_kept_under_custom() -> None:
    parsed = PutLoad.model_validate(load(hazmat=True, desk={"name": "West"}, custom={"lane": "A"}))

    assert parsed.custom == {"lane": "A", "hazmat": True, "desk": {"name": "West"}}


@pytest.mark.parametrize("field", ["equipment", "stops"])
def test_what_must_be_there(field: str) -> None:
    body = load()
    del body[field]

    assert problems(body) == {field: "Field required"}


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"customer_charge": {"amount": 10.5, "currency": "USD"}}, "customer_charge.amount", "integer"),
        ({"customer_charge": {"amount": 10.0, "currency": "USD"}}, "customer_charge.amount", "integer"),
        ({"target_rate": {"amount": 1, "currency": "usd"}}, "target_rate.currency", "pattern"),
        ({"weight_lb": -1}, "weight_lb", "greater than or equal to 0"),
        ({"weight_lb": "31500"}, "weight_lb", "integer"),
        ({"equipment": "v"}, "equipment", "pattern"),
        ({"external_id": "a/b"}, "external_id", "pattern"),
        ({"source_version": -1}, "source_version", "greater than or equal to 0"),
        ({"source_version": True}, "source_version", "integer"),
        ({"stops": [stop(1, "pickup")]}, "stops", "at least a pickup"),
        ({"stops": []}, "stops", "at least a pickup"),
        ({"custom": {"a": "\x00"}}, "custom", "NUL"),
        ({"mystery": "\x00"}, "custom", "NUL"),
        ({"commodity": "a\x00b"}, "commodity", "NUL"),
        ({"references": [{"type": "PO"}]}, "references.0.value", "required"),
        ({"temperature_f": 1e9}, "temperature_f", "less than"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(changed: dict[str, Any], field: str, reason: str) -> None:
    found = problems(load(**changed))

    assert list(found) == [field]
    assert reason in found[field]


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"time_zone": "America/Springfield"}, "stops.0.time_zone", "IANA"),
        ({"unknown": 1}, "stops.0.unknown", "not permitted"),
        ({"latitude": 91}, "stops.0.latitude", "less than"),
        ({"type": "drop"}, "stops.0.type", "'pickup' or 'delivery'"),
    ],
)
def test_a_wrong_field_of_a_stop(changed: dict[str, Any], field: str, reason: str) -> None:
    found = problems(load(stops=[stop(1, "pickup", **changed), stop(2, "delivery", 11)]))

    assert list(found) == [field]
    assert reason in found[field]


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        ("2027-03-10T07:00:00", "2027-03-10T09:00:00-05:00", "stops.0.appointment.start"),
        ("2027-03-10T07:00:00-05:00", 1_804_680_000, "stops.0.appointment.end"),
        ("2027-03-10T09:00:00-05:00", "2027-03-10T08:00:00-05:00", "stops.0.appointment.end"),
        ("2027-03-10T09:00:00-05:00", "2027-03-10T09:30:00-04:00", "stops.0.appointment.end"),
    ],
)
def test_appointments_are_aware_and_go_forward(start: Any, end: Any, field: str) -> None:
    first = stop(1, "pickup", appointment={"kind": "window", "start": start, "end": end})

    assert list(problems(load(stops=[first, stop(2, "delivery", 12)]))) == [field]


@pytest.mark.parametrize(
    ("stops", "reason"),
    [
        ([stop(1, "delivery"), stop(2, "delivery", 11)], "must begin with a pickup"),
        ([stop(1, "pickup"), stop(2, "pickup", 11)], "end with a delivery"),
        ([stop(2, "delivery", 11), stop(1, "pickup")], "order of their sequence"),
        ([stop(1, "pickup"), stop(3, "delivery", 11)], "order of their sequence"),
        ([stop(1, "pickup"), stop(1, "delivery", 11)], "order of their sequence"),
        ([stop(1, "pickup", 12), stop(2, "delivery", 11)], "stop 2 ends before stop 1 starts"),
    ],
)
def test_stops_make_a_route(stops: list[Any], reason: str) -> None:
    assert reason in problems(load(stops=stops))["stops"]


def test_a_body_that_is_no_object() -> None:
    assert list(problems([])) == [""]
    assert list(problems(None)) == [""]


def test_custom_that_is_no_object() -> None:
    assert list(problems(load(custom=[1]))) == ["custom"]
    assert sorted(problems(load(custom=[1], more=2))) == ["custom", "more"]
