import pytest

from tests.lambdas.booking.rows import ALFA, BRAVO
from tests.lambdas.booking.workflow.run import BookingRun, Fault

pytestmark = pytest.mark.usefixtures("agreement")


def test_a_rejected_rate_confirmation_releases_the_load(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)

    # when
    run.act("reject")

    # then
    [booking] = run.rows.bookings()
    assert booking["status"] == "VOIDED"
    assert run.states()[-2:] == ["RELEASED", "SOURCING"]
    assert run.rows.load()["excluded_dots"] == [ALFA]


def test_a_run_books_a_second_carrier_after_a_rejection(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.act("reject")

    # when
    run.act("hold", BRAVO)
    run.act("sign")

    # then
    assert [booking["status"] for booking in run.rows.bookings()] == ["VOIDED", "CONFIRMED"]
    assert run.rows.load()["status"] == "CONFIRMED"


def test_an_unsigned_rate_confirmation_is_reminded_once_then_reviewed(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)

    # when
    run.advance(2 * run.rows.offered.rate_confirmation_reminder_seconds + 1)

    # then
    assert run.states()[-4:] == ["RATECON_SENT", "RATECON_SENT", "RATECON_SENT", "NEEDS_REVIEW"]
    assert run.rows.documents()[0]["reminders"] == 1
    assert run.rows.load()["review_from"] == "RATECON_SENT"


def test_an_overdue_driver_is_escalated_and_ends_the_review_by_being_named(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.act("sign")
    run.advance(100_001)
    assert run.states()[-1] == "NEEDS_REVIEW"

    # when
    run.act("name_driver_in_review")

    # then
    assert "DriverOverdue" in run.rows.events()
    assert run.states()[-2:] == ["REVIEWED", "DISPATCHED"]


def test_a_missing_proof_is_chased_twice_and_then_reviewed(run: BookingRun) -> None:
    # given
    run.start()
    for action in (("hold", ALFA), ("sign",), ("name_driver",), ("deliver",)):
        run.act(*action)

    # when
    run.advance(3 * run.rows.offered.pod_chase_seconds + 1)

    # then
    assert run.rows.events().count("PodChased") == 2
    assert run.states()[-1] == "NEEDS_REVIEW"


def test_a_bounced_load_is_covered_again_by_another_run(run: BookingRun) -> None:
    # given
    run.start()
    for action in (("hold", ALFA), ("sign",), ("name_driver",)):
        run.act(*action)

    # when
    run.act("bounce")
    run.act("hold", BRAVO, 2)
    run.act("sign")

    # then
    first, second = run.rows.bookings()
    assert run.states(1)[-2:] == ["BOUNCED", "RE_COVER"]
    assert run.execution(1)["status"] == "SUCCEEDED"
    assert (first["status"], first["driver"]) == ("BOUNCED", None)
    assert second["status"] == "CONFIRMED"
    assert run.rows.offers() == {BRAVO: "CONFIRMED"}
    assert run.rows.load()["attempt"] == 2


def test_cancelling_before_the_carrier_is_ordered_costs_nothing(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)

    # when
    run.act("cancel")

    # then
    assert run.rows.load()["status"] == "CANCELLED"
    assert run.rows.bookings()[0]["tonu_fee"] is None


def test_cancelling_when_the_driver_is_under_way_owes_the_fee(run: BookingRun) -> None:
    # given
    run.start()
    for action in (("hold", ALFA), ("sign",), ("name_driver",)):
        run.act(*action)

    # when
    run.act("cancel")

    # then
    assert run.rows.load()["status"] == "CANCELLED_TONU"
    assert run.rows.bookings()[0]["tonu_fee"] == 25_000


def test_an_answer_that_was_lost_is_found_at_the_deadline(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.desk = run.silent_desk()

    # when
    run.act("sign")
    run.advance(run.rows.offered.rate_confirmation_reminder_seconds + 1)

    # then
    assert run.states()[-2:] == ["RATECON_SENT", "CONFIRMED"]
    assert "RateConfirmationReminded" not in run.rows.events()


def test_a_review_that_nobody_holds_keeps_the_carrier_and_goes_on_asking(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    run.act("sign")
    run.advance(100_001)
    assert run.states()[-1] == "NEEDS_REVIEW"

    # when
    rounds = run.rows.offered.review_rounds + 3
    run.advance(rounds * (run.rows.offered.review_seconds + 1))

    # then
    assert run.rows.events().count("ReviewRequested") >= rounds
    assert run.states()[-1] == "NEEDS_REVIEW"
    assert run.rows.bookings()[0]["status"] == "CONFIRMED"


def test_an_abandoned_review_of_a_load_without_a_carrier_ends_the_run(run: BookingRun) -> None:
    # given
    run.faults.append(Fault("source_carriers", "before", "ZeroDivisionError", None))
    run.start()
    assert run.states()[-1] == "NEEDS_REVIEW"

    # when
    last = run.let_end()

    # then
    assert last == "EXHAUSTED"
    assert run.rows.load()["status"] == "EXHAUSTED"
