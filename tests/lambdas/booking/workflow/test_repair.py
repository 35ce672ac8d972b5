"""A compensation that fails: it outlasts an outage, and a person repairs what it leaves by another run."""

from collections.abc import Mapping

import pytest

from tests.lambdas.booking.invariants import broken_invariants
from tests.lambdas.booking.rows import ALFA, BRAVO
from tests.lambdas.booking.workflow.run import BookingRun, Fault

HELD, SIGNED, UNDER_WAY = (("hold", ALFA),), (("hold", ALFA), ("sign",)), (("sign",), ("name_driver",))
FAILING: Mapping[str, tuple[tuple[tuple[object, ...], ...], str]] = {
    "release_load": (HELD, "reject"),
    "bounce_load": ((*HELD, *UNDER_WAY), "bounce"),
    "cancel_load": ((*HELD, *UNDER_WAY), "cancel"),
}


def broken_down(run: BookingRun, function: str) -> None:
    """The run of a load that ends in COMPENSATION_FAILED; the cause is mended afterwards."""
    acts, last = FAILING[function]
    run.faults.append(Fault(function, "before", "ZeroDivisionError", None))
    run.start()
    for act, *arguments in (*acts, (last,)):
        run.act(str(act), *arguments)
    assert run.states()[-1] == "COMPENSATION_FAILED"
    run.faults.clear()


@pytest.mark.parametrize("function", FAILING)
def test_an_outage_of_ten_minutes_does_not_fail_a_compensation(run: BookingRun, function: str) -> None:
    # given
    acts, last = FAILING[function]
    run.faults.append(Fault(function, "before", "DatabaseUnavailable", None))
    run.start()
    for act, *arguments in (*acts, (last,)):
        run.act(str(act), *arguments)

    # when
    run.advance(600)
    run.faults.clear()
    run.advance(61)

    # then
    assert run.states()[-1] != "COMPENSATION_FAILED"
    assert run.rows.bookings()[0]["status"] in ("VOIDED", "BOUNCED", "CANCELLED")


def test_a_cancellation_is_finished_by_another_run(run: BookingRun) -> None:
    # given
    broken_down(run, "cancel_load")

    # when
    run.start_again()

    # then
    assert run.rows.load()["status"] == "CANCELLED_TONU"
    assert broken_invariants(run.rows, run.published()) == []


def test_a_bounce_is_finished_by_another_run(run: BookingRun) -> None:
    # given
    broken_down(run, "bounce_load")

    # when
    run.start_again()
    run.act("hold", BRAVO, 2)

    # then
    assert [booking["status"] for booking in run.rows.bookings()] == ["BOUNCED", "RATECON_SENT"]
    assert broken_invariants(run.rows, run.published()) == []


def test_a_rejection_is_finished_by_another_run(run: BookingRun) -> None:
    # given
    broken_down(run, "release_load")

    # when
    run.start_again()
    run.act("hold", BRAVO)

    # then
    assert [booking["status"] for booking in run.rows.bookings()] == ["VOIDED", "RATECON_SENT"]
    assert broken_invariants(run.rows, run.published()) == []


def test_a_load_that_broke_down_can_be_cancelled_and_its_next_run_does_it(run: BookingRun) -> None:
    # given
    broken_down(run, "release_load")

    # when
    run.act("cancel")
    run.start_again()

    # then
    assert run.rows.load()["status"] == "CANCELLED"
    assert broken_invariants(run.rows, run.published()) == []


def test_another_run_of_a_load_that_a_carrier_has_asks_a_person_and_offers_it_to_nobody(
    run: BookingRun,
) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.act("sign")
    run.advance(100_001)
    run.faults.append(Fault("request_review", "before", "ZeroDivisionError", None))
    run.advance(run.rows.offered.review_seconds + 1)
    assert (run.states()[-1], run.rows.load()["status"]) == ("COMPENSATION_FAILED", "NEEDS_REVIEW")
    run.faults.clear()
    offers = run.rows.offers()

    # when
    run.start_again()
    assert (run.rows.load()["status"], run.rows.offers()) == ("NEEDS_REVIEW", offers)
    run.act("name_driver_in_review")

    # then
    assert run.rows.load()["status"] == "DISPATCHED"
    assert run.rows.bookings()[0]["status"] == "DISPATCHED"


def test_a_review_that_cannot_be_asked_for_leaves_the_carrier_its_load(run: BookingRun) -> None:
    # given
    run.faults.append(Fault("request_review", "before", "ZeroDivisionError", None))
    run.start()
    run.act("hold", ALFA)
    run.act("sign")

    # when
    run.advance(200_000)

    # then
    assert run.states()[-1] == "COMPENSATION_FAILED"
    assert run.rows.bookings()[0]["status"] == "CONFIRMED"
