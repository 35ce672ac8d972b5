from datetime import timedelta

from tests.lambdas.messaging.surroundings import DRIVER, NOW, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun


def test_a_delivered_message_costs_at_most_five_transitions_and_three_invocations(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=2)))
    run.advance(7_200)

    # when
    run.receive("DELIVERED")

    # then
    assert run.states() == ["PLANNED", "SENDING", "DECIDED", "DELIVERED"]
    assert run.invoked == ["plan_message", "send_message", "record_receipts"]
    assert run.message()["status"] == "DELIVERED"
    assert run.published() == ["MessagePlanned", "MessageSent", "MessageDelivered"]


def test_a_message_that_is_due_at_once_costs_no_more(run: MessageRun) -> None:
    # given
    run.plan(a_plan())

    # when
    run.receive("DELIVERED")

    # then
    assert run.states() == ["PLANNED", "DECIDED", "SENDING", "DECIDED", "DELIVERED"]
    assert run.invoked == ["plan_message", "send_message", "record_receipts"]


def test_nothing_is_sent_before_it_is_due(run: MessageRun) -> None:
    # given
    run.plan(a_plan(due_at=NOW + timedelta(hours=2)))

    # when
    run.advance(7_190)

    # then
    assert run.providers.sent == []
    run.advance(15)
    assert run.providers.addresses == [DRIVER]
