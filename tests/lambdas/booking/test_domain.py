from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdas.booking import deadlines, domain
from lambdas.booking.domain import Group
from lambdas.booking.errors import (
    AttemptOver,
    CarrierBounced,
    LoadCancelled,
    PostExpired,
    RateConfirmationRejected,
)
from lambdas.booking.snapshot import Answered, Snapshot
from tests.lambdas.booking.rows import ALFA, BRAVO, CHARLIE, FIRST_PICKUP, NOW, RUN, policy
from tests.lambdas.booking.snapshots import booking, confirmation, load, offer, post, snapshot

HOUR = timedelta(hours=1)
LATER_KEY = f"{RUN}/SOURCING/2027-03-01T13:00:00.000Z"
dots = st.integers(1, 40)
group_lists = st.lists(st.lists(dots, max_size=4, unique=True).map(tuple), max_size=6).map(tuple)


def test_the_first_visit_offers_the_first_group() -> None:
    rows = snapshot(post=post(current_group=-1))
    assert domain.next_group(rows, coming_again=False) == Group(0, (ALFA,))


def test_a_group_whose_time_is_up_makes_way_for_the_next() -> None:
    rows = snapshot(offers=(offer(ALFA),))
    assert domain.next_group(rows, coming_again=True) == Group(1, (BRAVO,))


@pytest.mark.parametrize(
    ("status", "minutes_left", "negotiating"),
    [("SUBMITTED", 5, True), ("COUNTERED", 5, True), ("SUBMITTED", 0, False), ("INVITED", 5, False)],
)
def test_only_a_price_in_its_time_is_a_negotiation(status: str, minutes_left: int, negotiating: bool) -> None:
    priced = offer(ALFA, status=status)._replace(expires_at=NOW + timedelta(minutes=minutes_left))

    assert domain.is_negotiating(snapshot(offers=(priced,)), NOW) is negotiating
    assert not domain.is_negotiating(snapshot(offers=(priced,), post=post(current_group=1)), NOW)


def test_a_group_with_open_offers_goes_on_after_a_release() -> None:
    rows = snapshot(post=post(((ALFA, BRAVO),)), offers=(offer(ALFA, status="WITHDRAWN"), offer(BRAVO)))
    assert domain.next_group(rows, coming_again=False) == Group(0, reopen=True)


def test_superseded_carriers_are_invited_again_after_a_release() -> None:
    offers = (offer(ALFA, status="WITHDRAWN"), offer(BRAVO, status="SUPERSEDED"))
    rows = snapshot(post=post(((ALFA, BRAVO),)), offers=offers)
    assert domain.next_group(rows, coming_again=False) == Group(0, reopen=True)


def test_excluded_and_unwanted_carriers_are_passed_over() -> None:
    rows = snapshot(
        load=load(excluded_dots=(ALFA,)),
        post=post(((ALFA,), (BRAVO,), (CHARLIE,)), current_group=-1),
        unwanted=frozenset({BRAVO}),
    )
    assert domain.next_group(rows, coming_again=False) == Group(2, (CHARLIE,))


def test_a_broadcast_to_all_waits_once() -> None:
    opening, waited = snapshot(post=post(((),), -1)), snapshot(post=post(((),), 0))
    assert domain.next_group(opening, coming_again=False) == Group(0)
    assert domain.next_group(waited, coming_again=True) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(group_lists, st.frozensets(dots), st.frozensets(dots))
def test_every_willing_carrier_is_asked_once_in_order_and_no_other(
    groups: tuple[tuple[int, ...], ...], excluded: frozenset[int], unwanted: frozenset[int]
) -> None:
    # given
    asked: list[int] = []
    current = -1

    # when
    while any(groups):
        rows = snapshot(
            load=load(excluded_dots=tuple(excluded)),
            post=post(groups, current),
            unwanted=unwanted,
            offers=tuple(offer(dot, status="EXPIRED") for dot in asked),
        )
        group = domain.next_group(rows, coming_again=current >= 0)
        if group is None:
            break
        assert group.number > current
        current = group.number
        asked.extend(group.invite)

    # then
    willing = [dot for group in groups for dot in group if dot not in excluded | unwanted]
    assert asked == list(dict.fromkeys(willing))


def test_the_rows_settle_each_wait() -> None:
    settled = {
        "SOURCING": snapshot(held=offer(ALFA, status="ACCEPTED")),
        "RATECON_SENT": snapshot(booking=booking(), rate_confirmation=confirmation("SIGNED")),
        "CONFIRMED": snapshot(booking=booking(has_driver=True)),
        "DISPATCHED": snapshot(booking=booking("DELIVERED")),
        "DELIVERED": snapshot(booking=booking("CLOSED")),
    }
    for state, rows in settled.items():
        answer = domain.settled(state, rows, NOW)
        assert answer is not None, state
        assert answer.output is not None, state


@pytest.mark.parametrize("state", domain.SETTLEMENTS)
def test_nothing_settles_a_wait_whose_fact_is_missing(state: str) -> None:
    rows = snapshot(booking=booking(), rate_confirmation=confirmation(), held=None)
    answer = domain.settled(state, rows, NOW)
    assert answer is None or (state == "HELD_FOR_REVIEW" and answer.error is not None)


@pytest.mark.parametrize("state", domain.SETTLEMENTS)
def test_a_requested_cancellation_settles_every_wait(state: str) -> None:
    answer = domain.settled(state, snapshot(load=load(cancel_requested_at=NOW)), NOW)
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
    answer = domain.settled(state, rows, NOW)

    # then
    assert answer is None or answer.error is None


def test_a_bounced_booking_settles_a_wait_by_its_error() -> None:
    answer = domain.settled("CONFIRMED", snapshot(booking=booking("BOUNCED", has_driver=True)), NOW)
    assert answer is not None
    assert isinstance(answer.error, CarrierBounced)


def test_sourcing_ends_with_the_latest_pickup() -> None:
    answer = domain.settled("SOURCING", snapshot(), FIRST_PICKUP)
    assert answer is not None
    assert isinstance(answer.error, PostExpired)


def test_a_decision_settles_a_review() -> None:
    decided = Answered({"resume": "CONFIRMED"}, None, None)
    answer = domain.settled("NEEDS_REVIEW", snapshot(answered=decided), NOW)
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
    assert domain.approved(rows, NOW)["resume"] == state


def test_a_failed_state_is_reviewed_for_the_fact_that_is_still_to_come() -> None:
    rows = snapshot(load=load(status="CONFIRMED"), booking=booking(has_driver=True))
    assert domain.review_from(rows, "NEEDS_REVIEW", "Runtime.ExitError", NOW) == "DISPATCHED"
    assert domain.review_from(rows, "NEEDS_REVIEW", "DriverOverdue", NOW) == "CONFIRMED"


def test_a_review_of_an_overdue_signature_is_settled_by_signature_or_rejection() -> None:
    # given
    reviewed = load(status="NEEDS_REVIEW", review_from="RATECON_SENT")
    rows = snapshot(load=reviewed, booking=booking("RATECON_SENT"))

    # when
    waits, goes_on, leaves = (
        domain.settled("NEEDS_REVIEW", rows._replace(rate_confirmation=confirmation(status)), NOW)
        for status in ("SENT", "SIGNED", "REJECTED")
    )

    # then
    assert waits is None
    assert goes_on is not None
    assert goes_on.output is not None
    assert goes_on.output["resume"] == "CONFIRMED"
    assert leaves is not None
    assert isinstance(leaves.error, RateConfirmationRejected)


@pytest.mark.parametrize(
    ("status", "before_pickup", "owed"),
    [
        ("RATECON_SENT", HOUR, False),
        ("CONFIRMED", 25 * HOUR, False),
        ("CONFIRMED", 24 * HOUR, True),
        ("DISPATCHED", 48 * HOUR, True),
        ("DELIVERED", -HOUR, False),
    ],
)
def test_a_truck_ordered_and_not_used_is_paid(status: str, before_pickup: timedelta, owed: bool) -> None:
    fee = domain.tonu_fee(booking(status), load(), policy(), FIRST_PICKUP - before_pickup)
    assert fee == (policy().tonu_fee if owed else None)


@given(st.timedeltas(timedelta(days=-10), timedelta(days=10)))
def test_deadlines_are_whole_positive_seconds(away: timedelta) -> None:
    seconds = deadlines.seconds_until(NOW + away, NOW)
    assert 1 <= seconds <= max(1, away.total_seconds())


def test_a_visit_of_a_wait_that_a_later_one_replaced_is_refused() -> None:
    moved_on = load(wait_key=LATER_KEY)
    with pytest.raises(AttemptOver):
        domain.require_entrance("SOURCING", 1, f"{RUN}/SOURCING/2027-03-01T12:00:00.000Z", moved_on)


@pytest.mark.parametrize("status", ["CANCELLED", "EXHAUSTED", "READY_TO_INVOICE"])
@pytest.mark.parametrize("state", ["SOURCING", "VETTING", "NEEDS_REVIEW", "RELEASED", "BOUNCED"])
def test_an_ended_load_is_entered_by_no_state(state: str, status: str) -> None:
    with pytest.raises(AttemptOver):
        domain.require_entrance(state, 1, LATER_KEY, load(status=status))


def test_only_a_carriers_own_fault_excludes_it() -> None:
    rows = snapshot(booking=booking())
    assert domain.excluded_after(rows, "CarrierBounced") == (ALFA,)
    assert domain.excluded_after(rows, "Runtime.ExitError") == ()
