"""What a carrier's vetting makes of the run."""

import pytest

from tests.lambdas.booking.rows import ALFA, BRAVO
from tests.lambdas.booking.surroundings import DOWN, good_record
from tests.lambdas.booking.workflow.run import BookingRun

pytestmark = pytest.mark.usefixtures("agreement")


def test_a_carrier_that_is_not_eligible_loses_the_load_to_the_next(run: BookingRun) -> None:
    # given
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service=True)
    run.start()

    # when
    run.act("hold", ALFA)
    run.act("hold", BRAVO)

    # then
    assert run.states() == [
        "SOURCING",
        "VETTING",
        "RELEASED",
        "SOURCING",
        "VETTING",
        "BOOKED",
        "RATECON_SENT",
    ]
    assert run.rows.offers() == {ALFA: "WITHDRAWN", BRAVO: "CONFIRMED"}
    assert run.rows.load()["excluded_dots"] == [ALFA]


def test_an_unreachable_fmcsa_is_asked_three_times_and_then_a_person(run: BookingRun) -> None:
    # given
    run.fmcsa.answers[ALFA] = DOWN
    run.start()
    run.act("hold", ALFA)

    # when
    run.advance(60)

    # then
    assert run.fmcsa.asked == [ALFA] * 3
    assert run.states()[-1] == "HELD_FOR_REVIEW"
    assert run.rows.load()["status"] == "HELD_FOR_REVIEW"


def test_an_approved_warning_is_booked(run: BookingRun) -> None:
    # given
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service_orders=1)
    run.start()
    run.act("hold", ALFA)

    # when
    run.act("approve", "BOOKED")

    # then
    assert run.states()[-4:] == ["HELD_FOR_REVIEW", "REVIEWED", "BOOKED", "RATECON_SENT"]


def test_a_warning_that_nobody_approves_gives_the_load_back(run: BookingRun) -> None:
    # given
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service_orders=1)
    run.start()
    run.act("hold", ALFA)

    # when
    run.advance(run.rows.offered.hold_seconds + 1)

    # then
    assert run.states()[-2:] == ["RELEASED", "SOURCING"]
    assert run.rows.offers() == {ALFA: "WITHDRAWN", BRAVO: "INVITED"}
