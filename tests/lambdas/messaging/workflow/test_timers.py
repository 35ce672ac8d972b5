from datetime import timedelta

import pytest

from lambdas.messaging.actions.moving import cancel, move
from lambdas.shared.refusals import StateConflict
from tests.lambdas.messaging.surroundings import MESSAGE, NOW, WORKSPACE, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun


def test_a_moved_timer_goes_on_in_the_same_run(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=2)))

    # when
    move(run.dependencies, WORKSPACE, MESSAGE, NOW + timedelta(hours=5), "appointment")
    run.settle()

    # then
    run.advance(4 * 3_600)
    assert run.providers.sent == []
    run.advance(3_700)
    assert len(run.providers.sent) == 1
    assert run.states() == ["PLANNED", "DECIDED", "PLANNED", "SENDING"]


def test_a_timer_is_moved_forward_and_back_any_number_of_times(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=9)))

    # when
    for hours in (5, 12, 1):
        move(run.dependencies, WORKSPACE, MESSAGE, NOW + timedelta(hours=hours), "eta")
        run.settle()
    run.advance(3_700)

    # then
    assert len(run.providers.sent) == 1
    assert run.published().count("MessageMoved") == 3


def test_a_move_whose_answer_was_lost_is_found_by_the_timer(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=1)))
    run.clients.dynamodb.items.clear()
    move(run.dependencies, WORKSPACE, MESSAGE, NOW + timedelta(hours=3), "eta")

    # when
    run.advance(3_700)

    # then
    assert run.providers.sent == []
    assert run.states() == ["PLANNED", "SENDING", "DECIDED", "PLANNED"]
    run.advance(2 * 3_600)
    assert len(run.providers.sent) == 1


def test_a_cancelled_message_is_never_sent(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=2)))

    # when
    cancel(run.dependencies, WORKSPACE, MESSAGE, "The load was cancelled")
    run.settle()
    run.advance(3 * 3_600)

    # then
    assert run.states()[-1] == "CANCELLED"
    assert run.providers.sent == []
    assert run.published() == ["MessagePlanned", "MessageCancelled"]


def test_a_message_on_its_way_is_neither_moved_nor_cancelled(run: MessageRun) -> None:
    run.plan(a_plan())

    with pytest.raises(StateConflict):
        cancel(run.dependencies, WORKSPACE, MESSAGE, "Too late")
    with pytest.raises(StateConflict):
        move(run.dependencies, WORKSPACE, MESSAGE, NOW + timedelta(hours=1), "Too late")
