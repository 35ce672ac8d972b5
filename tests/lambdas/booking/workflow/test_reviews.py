"""A review ends by a decision or by the fact that was missing: the API's real writes, the real machine."""

from dataclasses import dataclass
from typing import Any

import pytest

from lambdas.booking.actions.bookings import (
    Verdict,
    assign_driver,
    decide_rate_confirmation,
    move_booking,
    read_booking,
)
from lambdas.booking.actions.loads import review_load
from lambdas.booking.actions.waits import read_snapshot
from lambdas.booking.consumers.apply_tracking import MOVES
from lambdas.booking.rows import BookingRow
from lambdas.booking.snapshot import Snapshot
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller
from lambdas.shared.refusals import StateConflict
from lambdas.shared.wiring import current
from schemas.booking.bookings import AssignDriver, ReviewLoad
from tests.lambdas.booking.rows import ALFA, BRAVO, LOAD_ID, WORKSPACE
from tests.lambdas.booking.workflow.run import BookingRun, Fault

LINKS = "chain-booking-links"
LOADS = "lambdas.booking.actions.loads"
DRIVER = AssignDriver.model_validate({"name": "Dee", "phone": "+13175550123", "truck_number": "T1"})

pytestmark = pytest.mark.usefixtures("agreement")


@dataclass(frozen=True)
class Office:
    """What people, carriers and tracking ask of the service."""

    run: BookingRun

    def sign(self) -> None:
        decide_rate_confirmation(self._call(), self._booking(), Verdict("SIGNED", None, {"name": "Ann Lee"}))

    def reject(self) -> None:
        decide_rate_confirmation(self._call(), self._booking(), Verdict("REJECTED", None, reason="Rate"))

    def name_driver(self) -> None:
        assign_driver(self._call(), self._booking(), DRIVER)

    def deliver(self) -> None:
        move_booking(self._call(), self._booking(), MOVES["LoadDelivered"])

    def accept_proof(self) -> None:
        move_booking(self._call(), self._booking(), MOVES["PodReceived"])

    def approve(self) -> None:
        self.decide("approve")

    def decide(self, decision: str) -> None:
        review_load(
            self._call(), LOAD_ID, ReviewLoad.model_validate({"decision": decision, "reason": "Seen"})
        )

    def _call(self) -> Call:
        staff = Caller(WORKSPACE, "ann", frozenset({"member"}))
        return Call(staff, current(), self.run.engine.clock.now(), lambda _: None)

    def _booking(self) -> BookingRow:
        return read_booking(self._call(), self.run.rows.load()["booking_id"])


def do(run: BookingRun, *acts: str) -> None:
    for act in acts:
        getattr(Office(run), act)()
        run.engine.settle()
        run.advance(0)


def in_review(run: BookingRun, *acts: str) -> None:
    """A booked load after these acts, then silence until somebody is asked."""
    run.start()
    run.act("hold", ALFA)
    do(run, *acts)
    while run.states()[-1] != "NEEDS_REVIEW":
        run.engine.jump()


@pytest.mark.parametrize(
    ("before", "fact", "way"),
    [
        ((), "sign", ["REVIEWED", "CONFIRMED"]),
        ((), "reject", ["RELEASED", "SOURCING"]),
        (("sign",), "name_driver", ["REVIEWED", "DISPATCHED"]),
        (("sign",), "deliver", ["REVIEWED", "DELIVERED"]),
        (("sign",), "accept_proof", ["REVIEWED", "DELIVERED", "POD_RECEIVED"]),
        (("sign", "name_driver"), "deliver", ["REVIEWED", "DELIVERED"]),
        (("sign", "name_driver"), "accept_proof", ["REVIEWED", "DELIVERED", "POD_RECEIVED"]),
        (("sign", "name_driver", "deliver"), "accept_proof", ["REVIEWED", "DELIVERED", "POD_RECEIVED"]),
    ],
)
def test_the_missing_fact_ends_a_review(
    run: BookingRun, before: tuple[str, ...], fact: str, way: list[str]
) -> None:
    # given
    in_review(run, *before)

    # when
    do(run, fact)

    # then
    assert run.states()[-len(way) - 1 :] == ["NEEDS_REVIEW", *way]


def test_a_rejection_in_review_excludes_the_carrier_and_voids_its_booking(run: BookingRun) -> None:
    in_review(run)
    do(run, "reject")

    assert run.rows.load()["excluded_dots"] == [ALFA]
    assert run.rows.bookings()[0]["status"] == "VOIDED"
    assert run.rows.offers() == {ALFA: "WITHDRAWN", BRAVO: "INVITED"}
    assert {"RateConfirmationRejected", "HoldReleased"} <= set(run.rows.events())


def test_an_unsigned_document_is_sent_anew_when_a_person_says_to_go_on(run: BookingRun) -> None:
    # given
    in_review(run)
    [first] = run.rows.documents()

    # when
    do(run, "approve")

    # then
    assert run.states()[-2:] == ["REVIEWED", "RATECON_SENT"]
    former, present = run.rows.documents()
    assert (former["status"], present["status"], present["revision"]) == ("VOIDED", "SENT", 2)
    assert run.rows.events().count("RateConfirmationSent") == 2
    links = run.clients.dynamodb.items
    assert "revoked_at" in links[LINKS, first["link_digest"]]
    assert "revoked_at" not in links[LINKS, present["link_digest"]]
    assert {document["document_key"] for document in (former, present)} == set(run.clients.s3.objects)


def test_a_document_that_was_sent_anew_can_be_signed(run: BookingRun) -> None:
    # given
    in_review(run)
    do(run, "approve")

    # when
    do(run, "sign")

    # then
    assert run.states()[-1] == "CONFIRMED"
    assert [document["status"] for document in run.rows.documents()] == ["VOIDED", "SIGNED"]


def test_a_driver_named_before_the_signature_does_not_stand_for_it(run: BookingRun) -> None:
    # given
    in_review(run)

    # when
    do(run, "name_driver")
    assert run.states()[-1] == "NEEDS_REVIEW"
    do(run, "sign")

    # then
    assert run.states()[-3:] == ["REVIEWED", "CONFIRMED", "DISPATCHED"]
    assert "LoadConfirmed" in run.rows.events()


def test_a_fact_whose_answer_was_lost_is_found_when_the_review_is_asked_for_again(run: BookingRun) -> None:
    # given
    in_review(run)
    run.desk = run.silent_desk()

    # when
    run.act("sign")
    run.advance(run.rows.offered.review_seconds + 1)

    # then
    assert run.states()[-3:] == ["NEEDS_REVIEW", "REVIEWED", "CONFIRMED"]


def test_a_delivery_whose_answer_was_lost_is_found_by_the_review(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)
    do(run, "sign", "name_driver")
    run.desk = run.silent_desk()

    # when
    run.act("deliver")
    run.engine.jump()

    # then
    assert run.states()[-4:] == ["DISPATCHED", "NEEDS_REVIEW", "REVIEWED", "DELIVERED"]


def test_a_state_that_fails_after_its_review_waits_for_a_person_and_does_not_spin(run: BookingRun) -> None:
    # given
    in_review(run)
    run.faults.append(Fault("confirm_booking", "before", "ZeroDivisionError", None))

    # when
    do(run, "sign")

    # then
    assert run.states()[-3:] == ["REVIEWED", "CONFIRMED", "NEEDS_REVIEW"]
    assert run.rows.load()["review_from"] == "CONFIRMED"


def test_a_load_delivered_without_a_named_driver_goes_on_at_once(run: BookingRun) -> None:
    # given
    run.start()
    run.act("hold", ALFA)

    # when
    do(run, "sign", "deliver")

    # then
    assert run.states()[-3:] == ["CONFIRMED", "DISPATCHED", "DELIVERED"]
    assert run.rows.bookings()[0]["status"] == "DELIVERED"


@pytest.mark.parametrize("decision", ["release", "cancel"])
def test_a_delivered_load_in_review_is_neither_released_nor_cancelled(run: BookingRun, decision: str) -> None:
    # given
    in_review(run, "sign", "name_driver", "deliver")

    # when
    with pytest.raises(StateConflict) as refusal:
        Office(run).decide(decision)

    # then
    assert refusal.value.status == 409
    assert run.rows.load()["cancel_requested_at"] is None
    do(run, "accept_proof")
    assert run.rows.load()["status"] == "READY_TO_INVOICE"


def test_a_release_that_a_delivery_overtook_leaves_the_carrier_its_booking(run: BookingRun) -> None:
    # given
    in_review(run, "sign", "name_driver")

    # when
    Office(run).decide("release")
    Office(run).deliver()
    run.engine.settle()
    run.advance(0)

    # then
    assert run.states()[-4:] == ["RELEASED", "NEEDS_REVIEW", "REVIEWED", "DELIVERED"]
    assert run.rows.bookings()[0]["status"] == "DELIVERED"


def test_a_lost_release_does_not_undo_a_delivery(run: BookingRun) -> None:
    # given
    in_review(run, "sign", "name_driver")
    run.desk = run.silent_desk()

    # when
    run.act("release")
    run.act("deliver")
    run.advance(run.rows.offered.review_seconds + 1)

    # then
    assert run.states()[-3:] == ["NEEDS_REVIEW", "REVIEWED", "DELIVERED"]


@pytest.mark.parametrize("second", ["release", "cancel", "approve"])
def test_of_two_decisions_at_the_same_moment_the_first_counts(
    run: BookingRun, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    # given
    in_review(run)

    def read_before_another_decides(*of_the_load: Any) -> Snapshot | None:
        monkeypatch.setattr(f"{LOADS}.read_snapshot", read_snapshot)
        snapshot = read_snapshot(*of_the_load)
        Office(run).decide("approve")
        return snapshot

    # when
    monkeypatch.setattr(f"{LOADS}.read_snapshot", read_before_another_decides)
    with pytest.raises(StateConflict):
        Office(run).decide(second)

    # then
    told = [entry["DetailType"] for entry in run.clients.events.entries]
    assert run.rows.events().count("ReviewDecided") == told.count("ReviewDecided") == 1
    assert run.rows.load()["cancel_requested_at"] is None
