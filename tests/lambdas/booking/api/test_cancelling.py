"""Loads that are cancelled at once, by their run, or not any more."""

from tests.lambdas.booking.api.desk import NOW, Desk, booked_load_id


def test_an_unposted_load_is_cancelled_at_once(desk: Desk) -> None:
    load_id = desk.load()

    cancelled = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "shipper"})

    assert (cancelled.status, cancelled.body["status"]) == (202, "CANCELLED")
    assert desk.events.names == ["LoadReceived", "LoadCancelled"]
    assert desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "again"}).body["cancel_reason"] == "shipper"


def test_a_load_with_a_run_is_cancelled_by_its_run(desk: Desk) -> None:
    desk.booked("CONFIRMED")
    load_id = booked_load_id(desk)

    cancelled = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "shipper"})

    assert (cancelled.status, cancelled.body["status"]) == (202, "CONFIRMED")
    assert [failure["error"] for failure in desk.stepfunctions.failed] == ["LoadCancelled"]
    assert desk.sql("SELECT cancel_requested_at FROM booking.loads") == [{"cancel_requested_at": NOW}]
    assert desk.events.names == []


def test_a_post_that_is_opening_is_cancelled_by_its_run(desk: Desk) -> None:
    load_id = desk.load()
    desk.post(
        f"/v1/loads/{load_id}/post", {"mode": "broadcast", "target_rate": {"amount": 1, "currency": "USD"}}
    )

    cancelled = desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "shipper"})

    assert (cancelled.status, cancelled.body["status"]) == (202, "AVAILABLE")
    assert desk.sql("SELECT cancel_reason FROM booking.loads") == [{"cancel_reason": "shipper"}]


def test_a_delivered_load_cannot_be_cancelled(desk: Desk) -> None:
    load_id = desk.load()
    desk.sql("UPDATE booking.loads SET status = 'READY_TO_INVOICE'")

    assert desk.post(f"/v1/loads/{load_id}/cancel", {"reason": "shipper"}).status == 409


def test_a_delivered_booking_in_review_cannot_be_cancelled(desk: Desk) -> None:
    desk.booked("NEEDS_REVIEW")
    desk.sql("UPDATE booking.bookings SET status = 'DELIVERED'")

    assert desk.post(f"/v1/loads/{booked_load_id(desk)}/cancel", {"reason": "shipper"}).status == 409
    assert desk.sql("SELECT cancel_requested_at FROM booking.loads") == [{"cancel_requested_at": None}]
