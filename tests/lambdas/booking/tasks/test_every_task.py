"""What holds for every task: a retry changes nothing, a late visit changes nothing, two round trips."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lambdas.booking.errors import AttemptOver, LoadCancelled, LoadChanged
from lambdas.shared.errors import RejectedError
from tests.lambdas.booking.rows import ALFA
from tests.lambdas.booking.surroundings import good_record
from tests.lambdas.booking.tasks.stage import Stage

Prepare = Callable[[Stage], None]


def until(state: str) -> Prepare:
    return lambda stage: stage.play_until(state)


def warned(stage: Stage) -> None:
    stage.fmcsa.answers[ALFA] = good_record(ALFA, out_of_service_orders=1)
    stage.play_until("VETTING")
    with pytest.raises(RejectedError):
        stage.enter("VETTING")


def bounced(stage: Stage) -> None:
    stage.play_until("DISPATCHED")
    stage.desk.bounce()


def cancelled(stage: Stage) -> None:
    stage.play_until("DISPATCHED")
    stage.desk.cancel()


VISITS: Mapping[str, tuple[Prepare, dict[str, Any]]] = {
    "SOURCING": (until("SOURCING"), {}),
    "VETTING": (until("VETTING"), {}),
    "HELD_FOR_REVIEW": (warned, {"error": "VettingWarned"}),
    "NEEDS_REVIEW": (until("sign"), {"error": "RateConfirmationOverdue"}),
    "BOOKED": (until("BOOKED"), {}),
    "RATECON_SENT": (until("RATECON_SENT"), {}),
    "CONFIRMED": (until("CONFIRMED"), {}),
    "DISPATCHED": (until("DISPATCHED"), {}),
    "DELIVERED": (until("DELIVERED"), {}),
    "POD_RECEIVED": (until("POD_RECEIVED"), {}),
    "RELEASED": (until("sign"), {"reason": "RateConfirmationRejected"}),
    "BOUNCED": (bounced, {}),
    "CANCELLED": (cancelled, {}),
    "EXHAUSTED": (until("hold"), {"reason": "OffersExhausted"}),
    "EXPIRED": (until("hold"), {"reason": "PostExpired"}),
}
STOPPED_BY_CANCELLATION = (
    "SOURCING",
    "VETTING",
    "BOOKED",
    "RATECON_SENT",
    "CONFIRMED",
    "DISPATCHED",
    "RELEASED",
)


@pytest.mark.parametrize("state", VISITS)
def test_a_retry_gives_the_same_answer_and_events_and_writes_nothing(stage: Stage, state: str) -> None:
    # given
    prepare, facts = VISITS[state]
    prepare(stage)
    visit = stage.payload(state, **facts)
    stage.clients.events.entries.clear()
    first = stage.call(visit)
    events, rows = stage.details(), stage.rows.all_rows()
    stage.clients.events.entries.clear()

    # when
    stage.clock.step()
    second = stage.call(visit)

    # then
    assert second == first
    assert stage.details() == events
    assert stage.rows.all_rows() == rows


@pytest.mark.parametrize("state", VISITS)
def test_a_visit_reads_once_and_writes_once(stage: Stage, state: str) -> None:
    # given
    prepare, facts = VISITS[state]
    prepare(stage)
    before = stage.dependencies.database.round_trips

    # when
    stage.enter(state, **facts)

    # then
    assert stage.dependencies.database.round_trips - before == 2


@pytest.mark.parametrize("state", VISITS)
def test_a_visit_of_an_attempt_that_is_over_changes_nothing(stage: Stage, state: str) -> None:
    # given
    prepare, facts = VISITS[state]
    prepare(stage)
    stage.rows.set_load(attempt=2)
    rows = stage.rows.all_rows()

    # when
    with pytest.raises(RejectedError):
        stage.enter(state, **facts)

    # then
    assert stage.rows.all_rows() == rows


@pytest.mark.parametrize(
    "state", ["SOURCING", "VETTING", "BOOKED", "RATECON_SENT", "CONFIRMED", "DISPATCHED"]
)
def test_a_late_visit_cannot_undo_what_came_after_it(stage: Stage, state: str) -> None:
    # given
    stage.play_until(state)
    late = stage.payload(state)
    stage.play_until_from(state, "end")
    rows = stage.rows.all_rows()

    # when
    with pytest.raises(AttemptOver):
        stage.call({**late, "entered_at": "2027-03-01T11:59:59.000Z"})

    # then
    assert stage.rows.all_rows() == rows


@pytest.mark.parametrize("state", STOPPED_BY_CANCELLATION)
def test_a_requested_cancellation_stops_the_visit(stage: Stage, state: str) -> None:
    # given
    prepare, facts = VISITS[state]
    prepare(stage)
    stage.desk.cancel()
    rows = stage.rows.all_rows()

    # when
    with pytest.raises(LoadCancelled, match="The shipper cancelled"):
        stage.enter(state, **facts)

    # then
    assert stage.rows.all_rows() == rows


@pytest.mark.parametrize("state", ["SOURCING", "BOOKED", "RELEASED"])
def test_of_equal_visits_at_once_one_writes(stage: Stage, state: str) -> None:
    # given
    prepare, facts = VISITS[state]
    prepare(stage)
    visit = stage.payload(state, **facts)
    events = len(stage.rows.events())

    # when
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: _called(stage, visit), range(6)))

    # then
    written = [answer for answer in answers if not isinstance(answer, LoadChanged)]
    assert written
    assert all(answer == written[0] for answer in written)
    assert len({str(event) for event in stage.rows.all_rows()["task_answers"]}) == stage.visits_written(state)
    assert len(stage.rows.events()) > events


def _called(stage: Stage, visit: dict[str, Any]) -> Any:
    try:
        return stage.call(visit)
    except LoadChanged as conflict:
        return conflict


def test_a_write_between_read_and_write_makes_the_visit_try_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    stage.play_until("BOOKED")
    execute = stage.dependencies.database.execute

    def interrupted(statement: Any, parameters: Any) -> Any:
        if statement.name == "write_visit":
            stage.desk.cancel()
        return execute(statement, parameters)

    monkeypatch.setattr(stage.dependencies.database, "execute", interrupted)

    # when
    with pytest.raises(LoadChanged):
        stage.enter("BOOKED")

    # then
    assert stage.rows.bookings() == []
