from datetime import timedelta

import pytest
from psycopg.types.json import Jsonb

from tests.lambdas.booking.invariants import broken_invariants
from tests.lambdas.booking.rows import ALFA, BRAVO, NOW
from tests.lambdas.booking.surroundings import DOWN, good_record
from tests.lambdas.booking.workflow.run import BookingRun, Fault


def offered_together(run: BookingRun) -> None:
    """Both carriers in one group."""
    run.rows.run("update booking.posts set groups = %(groups)s", groups=Jsonb([[ALFA, BRAVO]]))


@pytest.fixture(autouse=True)
def agreement(run: BookingRun) -> object:
    """Whatever happened, in the end everything agrees."""
    yield
    assert broken_invariants(run.rows, run.published()) == []


def test_silent_carriers_pass_the_load_on_until_nobody_is_left(run: BookingRun) -> None:
    # when
    run.start()
    last = run.let_end()

    # then
    assert last == "EXHAUSTED"
    assert run.states() == ["SOURCING", "SOURCING", "SOURCING", "EXHAUSTED"]
    assert run.rows.offers() == {ALFA: "EXPIRED", BRAVO: "EXPIRED"}
    assert run.rows.load()["status"] == "EXHAUSTED"


def test_a_group_that_declines_makes_way_at_once(run: BookingRun) -> None:
    # when
    run.start()
    run.act("decline", ALFA)

    # then
    assert run.rows.offers() == {ALFA: "DECLINED", BRAVO: "INVITED"}


def test_a_price_that_waits_for_its_answer_keeps_its_groups_turn(run: BookingRun) -> None:
    # given
    run.start()
    run.rows.run(
        "update booking.offers set status = 'SUBMITTED', turn = 'broker', expires_at = %(until)s",
        until=NOW + timedelta(seconds=900),
    )

    # when
    run.advance(610)
    while_negotiating = run.rows.offers()
    run.advance(600)

    # then
    assert while_negotiating == {ALFA: "SUBMITTED"}
    assert run.rows.offers() == {ALFA: "EXPIRED", BRAVO: "INVITED"}


def test_a_load_expires_when_its_latest_pickup_passes(run: BookingRun) -> None:
    # given
    run.start()
    run.rows.set_load(latest_pickup_at=NOW + timedelta(seconds=30))

    # when
    last = run.let_end()

    # then
    assert last == "EXPIRED"
    assert "PostExpired" in run.rows.events()


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


def test_who_could_not_answer_while_another_held_the_load_has_time_again(run: BookingRun) -> None:
    # given two carriers of a group, of whom one holds the load past the other's time
    offered_together(run)
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service_orders=1)
    run.start()
    run.advance(run.rows.offered.offer_ttl_seconds - 1)
    run.act("hold", ALFA)

    # when
    run.advance(run.rows.offered.hold_seconds + 1)

    # then
    now = run.engine.clock.now()
    [other] = run.rows.run("select status, expires_at from booking.offers where dot_number = %(b)s", b=BRAVO)
    assert run.states()[-2:] == ["RELEASED", "SOURCING"]
    assert other["status"] == "INVITED"
    assert other["expires_at"] - now > timedelta(seconds=run.rows.offered.offer_ttl_seconds - 60)


def test_a_price_that_keeps_its_groups_turn_gives_nobody_else_new_time(run: BookingRun) -> None:
    # given
    offered_together(run)
    run.start()
    run.rows.run(
        """update booking.offers set status = 'SUBMITTED', turn = 'broker', expires_at = %(until)s
           where dot_number = %(a)s""",
        a=ALFA,
        until=NOW + timedelta(seconds=900),
    )

    # when
    run.advance(610)

    # then
    [other] = run.rows.run("select expires_at from booking.offers where dot_number = %(b)s", b=BRAVO)
    assert run.states() == ["SOURCING", "SOURCING"]
    assert other["expires_at"] < run.engine.clock.now()


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
