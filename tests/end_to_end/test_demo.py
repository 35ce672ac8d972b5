"""The demonstration on the real platform, through the public API."""

import json
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Machine
from tests.local.demo.test_loads import a_load

pytestmark = pytest.mark.slow


def test_loads_are_booked_and_what_happened_is_told(machine: Machine) -> None:
    played = machine.chain("demo", "--count", "2")

    assert played.returncode == 0, played.stdout
    for told in ("SUCCEEDED", "RATECON_SENT", "BookingConfirmed", "booking.loads", "cost per run", "$0.025"):
        assert told in played.stdout
    for texted in ("Reply YES to take it", "> YES", "the driver confirms by text"):
        assert texted in played.stdout
    assert machine.survivors() == []


def test_fifty_loads_are_booked_side_by_side(machine: Machine) -> None:
    played = machine.chain("demo", "--count", "50")

    assert played.returncode == 0, played.stdout
    assert "50 runs in" in played.stdout


def test_a_second_start_keeps_the_data_and_the_address(machine: Machine) -> None:
    first = machine.chain("demo", "--keep")
    address, runs = machine.chain("url").stdout, machine.chain("runs").stdout
    machine.chain("down")

    second = machine.chain("demo", "--keep")

    assert (first.returncode, second.returncode) == (0, 0), second.stdout
    assert machine.chain("url").stdout == address
    assert runs.splitlines()[-2] in machine.chain("runs").stdout


def test_a_load_that_nobody_may_haul_ends_the_demonstration_with_the_reason(
    machine: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "loads.json"
    file.write_text(json.dumps([a_load(equipment="unknown")]))

    played = machine.chain("demo", "--loads", str(file))

    assert played.returncode == 1
    assert "load 1: equipment" in played.stdout
