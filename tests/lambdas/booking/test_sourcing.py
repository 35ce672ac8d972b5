from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lambdas.booking import sourcing
from lambdas.booking.sourcing import Group
from tests.lambdas.booking.rows import ALFA, BRAVO, CHARLIE, NOW
from tests.lambdas.booking.snapshots import load, offer, post, snapshot

dots = st.integers(1, 40)
group_lists = st.lists(st.lists(dots, max_size=4, unique=True).map(tuple), max_size=6).map(tuple)


def test_the_first_visit_offers_the_first_group() -> None:
    rows = snapshot(post=post(current_group=-1))
    assert sourcing.next_group(rows, coming_again=False) == Group(0, (ALFA,))


def test_a_group_whose_time_is_up_makes_way_for_the_next() -> None:
    rows = snapshot(offers=(offer(ALFA),))
    assert sourcing.next_group(rows, coming_again=True) == Group(1, (BRAVO,))


@pytest.mark.parametrize(
    ("status", "minutes_left", "negotiating"),
    [("SUBMITTED", 5, True), ("COUNTERED", 5, True), ("SUBMITTED", 0, False), ("INVITED", 5, False)],
)
def test_only_a_price_in_its_time_is_a_negotiation(status: str, minutes_left: int, negotiating: bool) -> None:
    priced = offer(ALFA, status=status)._replace(expires_at=NOW + timedelta(minutes=minutes_left))

    assert sourcing.is_negotiating(snapshot(offers=(priced,)), NOW) is negotiating
    assert not sourcing.is_negotiating(snapshot(offers=(priced,), post=post(current_group=1)), NOW)


def test_a_group_with_open_offers_goes_on_after_a_release() -> None:
    rows = snapshot(post=post(((ALFA, BRAVO),)), offers=(offer(ALFA, status="WITHDRAWN"), offer(BRAVO)))
    assert sourcing.next_group(rows, coming_again=False) == Group(0, reopen=True)


def test_superseded_carriers_are_invited_again_after_a_release() -> None:
    offers = (offer(ALFA, status="WITHDRAWN"), offer(BRAVO, status="SUPERSEDED"))
    rows = snapshot(post=post(((ALFA, BRAVO),)), offers=offers)
    assert sourcing.next_group(rows, coming_again=False) == Group(0, reopen=True)


def test_excluded_and_unwanted_carriers_are_passed_over() -> None:
    rows = snapshot(
        load=load(excluded_dots=(ALFA,)),
        post=post(((ALFA,), (BRAVO,), (CHARLIE,)), current_group=-1),
        unwanted=frozenset({BRAVO}),
    )
    assert sourcing.next_group(rows, coming_again=False) == Group(2, (CHARLIE,))


def test_a_broadcast_to_all_waits_once() -> None:
    opening, waited = snapshot(post=post(((),), -1)), snapshot(post=post(((),), 0))
    assert sourcing.next_group(opening, coming_again=False) == Group(0)
    assert sourcing.next_group(waited, coming_again=True) is None


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
        group = sourcing.next_group(rows, coming_again=current >= 0)
        if group is None:
            break
        assert group.number > current
        current = group.number
        asked.extend(group.invite)

    # then
    willing = [dot for group in groups for dot in group if dot not in excluded | unwanted]
    assert asked == list(dict.fromkeys(willing))
