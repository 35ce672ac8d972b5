from typing import Any
from uuid import UUID

import pytest

from lambdas.messaging.relevance import needless
from lambdas.messaging.snapshot import Snapshot
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.snapshots import DRIVER, a_snapshot

LOAD: dict[str, Any] = {
    "status": "DISPATCHED",
    "driver": {"phone": DRIVER},
    "stops": [{"sequence": 1}, {"sequence": 2}],
}
TO_DRIVER = Recipient(role="driver", phone=DRIVER)


def about(load: dict[str, Any] | None, until: str | None = "delivered", stop: int | None = None) -> Snapshot:
    return a_snapshot(
        load=load, load_id=UUID(int=1), recipient=TO_DRIVER, stop=stop, handling={"obsolete_after": until}
    )


def test_a_message_about_a_live_load_is_wanted() -> None:
    assert needless(about(LOAD)) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"status": "CANCELLED"}, "load_cancelled"),
        ({"driver": None}, "driver_unassigned"),
        ({"driver": {"phone": "+13175550999"}}, "driver_unassigned"),
        ({"delivered_at": "2027-03-11T12:00:00Z"}, "delivered"),
    ],
)
def test_a_message_that_came_to_nothing_is_needless(changes: dict[str, Any], reason: str) -> None:
    assert needless(about({**LOAD, **changes})) == reason


def test_a_load_that_is_not_known_is_not_written_about() -> None:
    assert needless(about(None)) == "load_unknown"


@pytest.mark.parametrize(
    ("stops", "until", "reason"),
    [
        ([{"sequence": 1, "arrived_at": "x"}, {"sequence": 2}], "arrived", "arrived"),
        ([{"sequence": 1, "arrived_at": "x"}, {"sequence": 2}], "departed", None),
        ([{"sequence": 1}, {"sequence": 2, "arrived_at": "x"}], "departed", "departed"),
    ],
)
def test_what_happened_at_the_stop_needs_no_asking(
    stops: list[dict[str, Any]], until: str, reason: str | None
) -> None:
    assert needless(about({**LOAD, "stops": stops}, until, stop=1)) == reason


def test_a_proof_is_asked_for_after_delivery_until_it_is_there() -> None:
    delivered = {**LOAD, "delivered_at": "x"}

    assert needless(about(delivered, "pod_received")) is None
    assert needless(about({**delivered, "pod_received_at": "x"}, "pod_received")) == "pod_received"


def test_what_a_person_wrote_goes_out() -> None:
    snapshot = about({**LOAD, "status": "CANCELLED"})

    assert needless(snapshot._replace(message=snapshot.message._replace(author="human"))) is None
