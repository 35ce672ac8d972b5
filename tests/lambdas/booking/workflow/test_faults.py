"""Every task of the machine fails at each point, once and for ever: the run ends, and everything agrees."""

from collections.abc import Callable, Mapping

import pytest

from tests.lambdas.booking.invariants import broken_invariants
from tests.lambdas.booking.rows import ALFA
from tests.lambdas.booking.surroundings import good_record
from tests.lambdas.booking.workflow.actors import WILLING, Actors
from tests.lambdas.booking.workflow.run import BookingRun, Fault

NAMED_ENDS = {
    "POD_RECEIVED",
    "CANCELLED",
    "EXHAUSTED",
    "EXPIRED",
    "RE_COVER",
    "RE_COVERED",
    "COMPENSATION_FAILED",
}
AFTER_DELIVERY = {"deliver_load", "receive_documents"}
"""While these fail for ever a person is asked for ever: a delivered load is not taken from its carrier."""


def all_goes_well(run: BookingRun) -> Mapping[str, str]:
    return WILLING


def first_is_not_eligible(run: BookingRun) -> Mapping[str, str]:
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service=True)
    return WILLING


def first_needs_an_override(run: BookingRun) -> Mapping[str, str]:
    run.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service_orders=1)
    return WILLING


def carrier_bounces(run: BookingRun) -> Mapping[str, str]:
    return {**WILLING, "CONFIRMED": "bounce"}


def shipper_cancels(run: BookingRun) -> Mapping[str, str]:
    return {**WILLING, "CONFIRMED": "cancel"}


def nobody_answers(run: BookingRun) -> Mapping[str, str]:
    return {}


Scenario = Callable[[BookingRun], Mapping[str, str]]
REACHED_BY: Mapping[str, Scenario] = {
    "source_carriers": all_goes_well,
    "vet_carrier": all_goes_well,
    "request_review": first_needs_an_override,
    "book_load": all_goes_well,
    "send_rate_confirmation": all_goes_well,
    "confirm_booking": all_goes_well,
    "dispatch_load": all_goes_well,
    "deliver_load": all_goes_well,
    "receive_documents": all_goes_well,
    "release_load": first_is_not_eligible,
    "bounce_load": carrier_bounces,
    "cancel_load": shipper_cancels,
    "end_sourcing": nobody_answers,
}


@pytest.mark.parametrize(
    ("point", "error", "times"),
    [
        ("before", "Sandbox.Timedout", 1),
        ("before", "Sandbox.Timedout", None),
        ("after", "Runtime.ExitError", 1),
        ("after", "Runtime.ExitError", None),
        ("after", "ZeroDivisionError", 1),
    ],
)
@pytest.mark.parametrize("function", REACHED_BY)
def test_a_failing_task_leaves_everything_in_agreement(
    run: BookingRun, function: str, point: str, times: int | None, error: str
) -> None:
    # given
    run.faults.append(Fault(function, point, error, times))
    acts = REACHED_BY[function](run)

    # when
    run.start()
    end = Actors(run, acts).play()

    # then
    assert function in run.invoked
    kept = times is None and function in AFTER_DELIVERY
    assert end in (NAMED_ENDS | {"NEEDS_REVIEW"} if kept else NAMED_ENDS)
    assert broken_invariants(run.rows, run.published()) == []


@pytest.mark.parametrize("function", REACHED_BY)
def test_a_retried_task_comes_to_the_same_end(run: BookingRun, function: str) -> None:
    # given
    run.faults.append(Fault(function, "after", "Runtime.ExitError"))
    acts = REACHED_BY[function](run)

    # when
    run.start()
    Actors(run, acts).play()

    # then
    ends = {"cancel_load": "CANCELLED", "end_sourcing": "EXHAUSTED"}
    assert run.rows.load()["status"] == ends.get(function, "READY_TO_INVOICE")
