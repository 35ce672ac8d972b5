"""A load's week with the check calls on: just as `week.txt` has it, which `make transcript` writes."""

from pathlib import Path

import pytest

from local.simulator.message.week import own_load, transcript
from local.simulator.place import Place

WRITTEN = Path(__file__).parent / "week.txt"
DELIVERED = "chain.tracking says LoadDelivered"


@pytest.fixture(scope="module")
def told(message_place: Place) -> str:
    return transcript(message_place, own_load())


def test_the_week_goes_as_it_is_written(told: str) -> None:
    assert told == WRITTEN.read_text()


def test_clocks_go_forward_in_its_middle(told: str) -> None:
    assert "Sat 13 Mar 11:00:00 MST" in told
    assert "Sun 14 Mar 15:31:00 MDT" in told


def test_nothing_is_sent_after_delivery(told: str) -> None:
    _, found, after = told.partition(DELIVERED)

    assert found
    assert " < " not in after
