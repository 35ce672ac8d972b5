"""What a person decides about a load in review."""

import pytest

from tests.lambdas.booking.api.desk import Desk, booked_load_id


@pytest.mark.parametrize("decision", ["release", "cancel"])
def test_a_delivered_load_in_review_can_only_be_approved(desk: Desk, decision: str) -> None:
    desk.booked("NEEDS_REVIEW")
    desk.sql("UPDATE booking.bookings SET status = 'DELIVERED'")
    path = f"/v1/loads/{booked_load_id(desk)}/review"

    assert desk.post(path, {"decision": decision, "reason": "seen"}).status == 409
    assert (desk.events.names, desk.stepfunctions.failed) == ([], [])
    assert desk.post(path, {"decision": "approve", "reason": "seen"}).status == 202


@pytest.mark.parametrize(
    ("decision", "error"), [("release", "LoadReleased"), ("cancel", "LoadCancelled"), ("approve", None)]
)
def test_a_person_decides_where_a_load_goes_on(desk: Desk, decision: str, error: str | None) -> None:
    desk.booked("NEEDS_REVIEW")
    desk.sql("UPDATE booking.loads SET review_from = 'RATECON_SENT'")
    load_id = booked_load_id(desk)

    decided = desk.post(f"/v1/loads/{load_id}/review", {"decision": decision, "reason": "seen"})

    assert decided.status == 202, decided.raw
    assert desk.events.names == ["ReviewDecided"]
    assert [failure["error"] for failure in desk.stepfunctions.failed] == ([error] if error else [])
    resumed = [success["output"]["resume"] for success in desk.stepfunctions.succeeded]
    assert resumed == ([] if error else ["RATECON_SENT"])


def test_a_review_is_decided_once(desk: Desk) -> None:
    desk.booked("NEEDS_REVIEW")
    path = f"/v1/loads/{booked_load_id(desk)}/review"
    desk.post(path, {"decision": "release", "reason": "seen"})

    assert desk.post(path, {"decision": "approve", "reason": "seen"}).status == 409
    assert len(desk.stepfunctions.failed) == 1


def test_nothing_in_review_takes_no_decision(desk: Desk) -> None:
    desk.sourcing()

    decided = desk.post(f"/v1/loads/{booked_load_id(desk)}/review", {"decision": "approve", "reason": "seen"})

    assert decided.status == 409
