"""The loads of a demonstration: read with clear refusals, repeated, moved out of the past."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from local.bootstrap.layout import ROOT
from local.demo.loads import LoadsFileError, days_to_shift, read_loads, repeated, shifted

EXAMPLE = ROOT / "local" / "demo" / "loads.example.json"


def a_stop(sequence: int, kind: str, start: str) -> dict[str, Any]:
    place = {"city": "Columbus", "state": "OH", "time_zone": "America/New_York"}
    return {"sequence": sequence, "type": kind, **place, "appointment": {"start": start, "end": start}}


def a_load(**changes: Any) -> dict[str, Any]:
    stops = [
        a_stop(1, "pickup", "2027-03-10T07:00:00-05:00"),
        a_stop(2, "delivery", "2027-03-11T07:00:00-05:00"),
    ]
    return {"external_id": "L-1", "equipment": "V", "stops": stops, **changes}


def a_file(folder: Path, *loads: dict[str, Any]) -> Path:
    file = folder / "loads.json"
    file.write_text(json.dumps(loads))
    return file


def test_the_example_of_the_repository_can_be_played() -> None:
    loads = read_loads(EXAMPLE)

    assert len(loads) >= 3
    assert all(load.target_rate and load.external_id for load in loads)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[", "is not JSON"),
        ("{}", "must hold a list"),
        ("[]", "at least one load"),
        ('[{"external_id": "x", "equipment": "V", "stops": []}]', "load 1: stops"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(content: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content)

    with pytest.raises(LoadsFileError, match=said):
        read_loads(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadsFileError, match="No such file"):
        read_loads(tmp_path / "none.json")


def test_a_load_without_its_id_is_refused(tmp_path: Path) -> None:
    load = a_load()
    del load["external_id"]

    with pytest.raises(LoadsFileError, match="load 1: external_id is missing"):
        read_loads(a_file(tmp_path, load))


def test_more_loads_than_the_file_has_come_under_new_ids(tmp_path: Path) -> None:
    loads = repeated(read_loads(a_file(tmp_path, a_load(), a_load(external_id="L-2"))), 5)

    assert [load.external_id for load in loads] == ["L-1", "L-2", "L-1-2", "L-2-2", "L-1-3"]


def test_appointments_ahead_are_left_alone(tmp_path: Path) -> None:
    loads = read_loads(a_file(tmp_path, a_load()))

    assert days_to_shift(loads, datetime(2027, 3, 9, 11, 59, tzinfo=UTC)) == 0


def test_past_appointments_move_by_whole_days(tmp_path: Path) -> None:
    loads = read_loads(a_file(tmp_path, a_load()))
    now = datetime(2027, 3, 20, 12, 30, tzinfo=UTC)

    days = days_to_shift(loads, now)

    assert days == 12
    assert days_to_shift([shifted(load, days) for load in loads], now) == 0


def test_the_local_time_survives_daylight_saving(tmp_path: Path) -> None:
    load = read_loads(a_file(tmp_path, a_load()))[0]

    moved = shifted(load, 7)

    assert moved.first_pickup_at.isoformat() == "2027-03-17T07:00:00-04:00"
