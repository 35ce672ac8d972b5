from datetime import timedelta

import pytest

from lambdas.booking import domain
from lambdas.booking.errors import AttemptOver
from tests.lambdas.booking.rows import ALFA, FIRST_PICKUP, RUN, policy
from tests.lambdas.booking.snapshots import booking, load, snapshot

HOUR = timedelta(hours=1)
LATER_KEY = f"{RUN}/SOURCING/2027-03-01T13:00:00.000Z"


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
