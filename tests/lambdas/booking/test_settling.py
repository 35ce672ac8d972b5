import pytest

from lambdas.booking import domain, settling
from lambdas.booking.errors import CarrierBounced, LoadCancelled, PostExpired, RateConfirmationRejected
from lambdas.booking.snapshot import Answered, Snapshot
from tests.lambdas.booking.rows import ALFA, FIRST_PICKUP, NOW
from tests.lambdas.booking.snapshots import booking, confirmation, load, offer, snapshot


def test_the_rows_settle_each_wait() -> None:
    settled = {
        "SOURCING": snapshot(held=offer(ALFA, status="ACCEPTED")),
        "RATECON_SENT": snapshot(booking=booking(), rate_confirmation=confirmation("SIGNED")),
        "CONFIRMED": snapshot(booking=booking(has_driver=True)),
        "DISPATCHED": snapshot(booking=booking("DELIVERED")),
        "DELIVERED": snapshot(booking=booking("CLOSED")),
    }
    for state, rows in settled.items():
        answer = settling.settled(state, rows, NOW)
        assert answer is not None, state
        assert answer.output is not None, state


@pytest.mark.parametrize("state", settling.SETTLEMENTS)
def test_nothing_settles_a_wait_whose_fact_is_missing(state: str) -> None:
    rows = snapshot(booking=booking(), rate_confirmation=confirmation(), held=None)
    answer = settling.settled(state, rows, NOW)
    assert answer is None or (state == "HELD_FOR_REVIEW" and answer.error is not None)


@pytest.mark.parametrize("state", settling.SETTLEMENTS)
def test_a_requested_cancellation_settles_every_wait(state: str) -> None:
    answer = settling.settled(state, snapshot(load=load(cancel_requested_at=NOW)), NOW)
    assert answer is not None
    assert isinstance(answer.error, LoadCancelled)


@pytest.mark.parametrize("status", sorted(domain.DELIVERED_BOOKINGS))
@pytest.mark.parametrize("state", ["CONFIRMED", "DISPATCHED", "DELIVERED", "NEEDS_REVIEW"])
def test_no_wait_of_a_delivered_load_ends_by_an_error(state: str, status: str) -> None:
    """Neither by a cancellation nor by a release that came before: so tracking answers by success alone."""
    # given
    released = Answered(None, "LoadReleased", "The broker took it back")
    called_off = load(cancel_requested_at=NOW, review_from="DISPATCHED")

    # when
    rows = snapshot(load=called_off, booking=booking(status), answered=released)
    answer = settling.settled(state, rows, NOW)

    # then
    assert answer is None or answer.error is None


def test_a_bounced_booking_settles_a_wait_by_its_error() -> None:
    answer = settling.settled("CONFIRMED", snapshot(booking=booking("BOUNCED", has_driver=True)), NOW)
    assert answer is not None
    assert isinstance(answer.error, CarrierBounced)


def test_sourcing_ends_with_the_latest_pickup() -> None:
    answer = settling.settled("SOURCING", snapshot(), FIRST_PICKUP)
    assert answer is not None
    assert isinstance(answer.error, PostExpired)


def test_a_decision_settles_a_review() -> None:
    decided = Answered({"resume": "CONFIRMED"}, None, None)
    answer = settling.settled("NEEDS_REVIEW", snapshot(answered=decided), NOW)
    assert answer is not None
    assert answer.output == {"resume": "CONFIRMED"}


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        (snapshot(), "SOURCING"),
        (snapshot(load=load(status="HELD_FOR_REVIEW"), held=offer(ALFA)), "BOOKED"),
        (snapshot(booking=booking("RATECON_SENT"), rate_confirmation=confirmation()), "RATECON_SENT"),
        (snapshot(booking=booking(), rate_confirmation=confirmation("SIGNED")), "CONFIRMED"),
        (snapshot(booking=booking("RATECON_SENT"), rate_confirmation=confirmation("SIGNED")), "CONFIRMED"),
        (snapshot(booking=booking("RATECON_SENT", has_driver=True)), "RATECON_SENT"),
        (snapshot(booking=booking(has_driver=True)), "DISPATCHED"),
        (snapshot(booking=booking("DELIVERED")), "DELIVERED"),
    ],
)
def test_an_approved_review_goes_on_where_the_rows_say(rows: Snapshot, state: str) -> None:
    assert settling.approved(rows, NOW)["resume"] == state


def test_a_failed_state_is_reviewed_for_the_fact_that_is_still_to_come() -> None:
    rows = snapshot(load=load(status="CONFIRMED"), booking=booking(has_driver=True))
    assert settling.review_from(rows, "NEEDS_REVIEW", "Runtime.ExitError", NOW) == "DISPATCHED"
    assert settling.review_from(rows, "NEEDS_REVIEW", "DriverOverdue", NOW) == "CONFIRMED"


def test_a_review_of_an_overdue_signature_is_settled_by_signature_or_rejection() -> None:
    # given
    reviewed = load(status="NEEDS_REVIEW", review_from="RATECON_SENT")
    rows = snapshot(load=reviewed, booking=booking("RATECON_SENT"))

    # when
    waits, goes_on, leaves = (
        settling.settled("NEEDS_REVIEW", rows._replace(rate_confirmation=confirmation(status)), NOW)
        for status in ("SENT", "SIGNED", "REJECTED")
    )

    # then
    assert waits is None
    assert goes_on is not None
    assert goes_on.output is not None
    assert goes_on.output["resume"] == "CONFIRMED"
    assert leaves is not None
    assert isinstance(leaves.error, RateConfirmationRejected)
