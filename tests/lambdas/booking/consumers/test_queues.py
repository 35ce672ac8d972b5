import json
from typing import Any
from uuid import UUID

import pytest

from lambdas.booking.consumers import apply_tracking, record_delivery
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import WORKSPACE
from tests.lambdas.booking.consumers.records import consumed, event, on_the_bus


def tracking_event(detail_type: str, booking_id: UUID, workspace_id: str = WORKSPACE) -> str:
    facts: dict[str, dict[str, Any]] = {
        "LoadDelivered": {"delivered_at": NOW.isoformat()},
        "PodReceived": {"document_key": "pod.pdf", "received_at": NOW.isoformat()},
    }
    data = {"load_id": str(UUID(int=1)), "booking_id": str(booking_id), **facts[detail_type]}
    return event(detail_type, data, "chain.tracking", workspace_id=workspace_id)


def test_an_event_that_came_back_is_delivered_and_again_is_the_same(desk: Desk) -> None:
    desk.load()
    entry = desk.events.entries[0]
    body = on_the_bus(entry["DetailType"], json.loads(entry["Detail"]))

    assert consumed(desk, record_delivery.handler, body, body) == []

    assert desk.sql("SELECT delivered_at FROM booking.outbox") == [{"delivered_at": NOW}]


def test_only_the_records_that_failed_come_again(desk: Desk) -> None:
    desk.load()
    entry = desk.events.entries[0]
    good = on_the_bus(entry["DetailType"], json.loads(entry["Detail"]))

    assert consumed(desk, record_delivery.handler, "not json", good, "{}") == ["0", "2"]
    assert consumed(desk, record_delivery.handler, "not json") == ["0"]
    assert desk.sql("SELECT delivered_at FROM booking.outbox") == [{"delivered_at": NOW}]


def test_a_delivery_moves_the_booking_and_answers_the_run_once(desk: Desk) -> None:
    booking_id = desk.booked("DISPATCHED")
    delivered = tracking_event("LoadDelivered", booking_id)

    assert consumed(desk, apply_tracking.handler, delivered, delivered) == []

    assert desk.sql("SELECT status FROM booking.bookings") == [{"status": "DELIVERED"}]
    assert len(desk.stepfunctions.succeeded) == 1


@pytest.mark.parametrize("status", ["DISPATCHED", "DELIVERED"])
def test_the_proof_may_come_first_and_settles_what_waits(desk: Desk, status: str) -> None:
    booking_id = desk.booked(status)

    assert consumed(desk, apply_tracking.handler, tracking_event("PodReceived", booking_id)) == []
    assert consumed(desk, apply_tracking.handler, tracking_event("LoadDelivered", booking_id)) == []

    assert desk.sql("SELECT status FROM booking.bookings") == [{"status": "CLOSED"}]
    assert len(desk.stepfunctions.succeeded) == 1


def test_news_of_an_unknown_or_a_foreign_booking_is_kept_for_a_person(desk: Desk) -> None:
    booking_id = desk.booked("DISPATCHED")

    unknown = tracking_event("LoadDelivered", UUID(int=7))
    foreign = tracking_event("LoadDelivered", booking_id, workspace_id="other")

    assert consumed(desk, apply_tracking.handler, unknown, foreign) == ["0", "1"]
    assert desk.sql("SELECT status FROM booking.bookings") == [{"status": "DISPATCHED"}]
