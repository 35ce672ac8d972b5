"""Whom a load is offered to next: the carriers that are silent, decline, bid, or lose it to another."""

from datetime import timedelta

import pytest
from psycopg.types.json import Jsonb

from tests.lambdas.booking.rows import ALFA, BRAVO, NOW
from tests.lambdas.booking.surroundings import good_record
from tests.lambdas.booking.workflow.run import BookingRun

pytestmark = pytest.mark.usefixtures("agreement")


def offered_together(run: BookingRun) -> None:
    """Both carriers in one group."""
    run.rows.run("update booking.posts set groups = %(groups)s", groups=Jsonb([[ALFA, BRAVO]]))


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
