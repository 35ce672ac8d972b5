"""What a provider does with a send, and what the run makes of it."""

import pytest

from lambdas.messaging.providers.port import NotTaken, OutcomeUnknown, Refused
from lambdas.shared.wiring import use
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.surroundings import DRIVER, MAILBOX, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

DAY = 86_400
BOTH = Recipient(phone=DRIVER, email=MAILBOX)


def test_a_failed_text_is_followed_by_an_email(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling={"channels": ("sms", "email")}, recipient=BOTH))

    # when
    run.receive("FAILED")
    run.receive("DELIVERED", 2)

    # then
    assert run.providers.addresses == [DRIVER, MAILBOX]
    assert run.deliveries() == ["FAILED", "DELIVERED"]
    assert run.states()[-1] == "DELIVERED"


def test_a_message_that_no_channel_delivers_has_failed(run: MessageRun) -> None:
    # given
    run.providers.outcomes = [Refused("destination_phone_number_opted_out")]

    # when
    run.plan(a_plan())

    # then
    assert run.states()[-1] == "FAILED"
    assert run.message()["reason"] == "destination_phone_number_opted_out"
    assert run.published()[-1] == "MessageFailed"


def test_a_channel_without_an_origin_delivers_nothing(run: MessageRun) -> None:
    # given
    without = run.dependencies.settings.model_copy(update={"sms_origin": None})

    # when
    with use(run.dependencies._replace(settings=without)):
        run.plan(a_plan(handling={"channels": ("sms", "email")}, recipient=BOTH))

    # then
    assert run.providers.addresses == [MAILBOX]
    assert run.deliveries() == ["FAILED", "QUEUED"]


def test_a_throttled_send_is_no_send_and_is_tried_again(run: MessageRun) -> None:
    # given
    run.providers.outcomes = [NotTaken("ThrottlingException")]

    # when
    run.plan(a_plan())
    run.advance(10)

    # then
    assert len(run.providers.sent) == 2
    assert run.deliveries() == ["QUEUED"]
    assert run.providers.sent[0].delivery_id == run.providers.sent[1].delivery_id


@pytest.mark.parametrize("guarantee", ["at_most_once", "at_least_once"])
def test_an_unknown_outcome_is_left_alone_until_the_receipt_wait_is_over(
    run: MessageRun, guarantee: str
) -> None:
    # given
    run.providers.outcomes = [OutcomeUnknown("ReadTimeoutError")]
    run.plan(a_plan(handling={"guarantee": guarantee}))

    # then
    run.advance(3 * DAY - 60)
    assert len(run.providers.sent) == 1
    assert run.message()["status"] == "SEND_OUTCOME_UNKNOWN"

    # when
    run.advance(120)

    # then
    if guarantee == "at_most_once":
        assert run.states()[-1] == "UNKNOWN"
        assert run.deliveries() == ["UNKNOWN"]
    else:
        assert len(run.providers.sent) == 2
        assert run.deliveries() == ["CLAIMED", "QUEUED"]


def test_a_receipt_proves_a_send_whose_outcome_was_unknown(run: MessageRun) -> None:
    # given
    run.providers.outcomes = [OutcomeUnknown("ReadTimeoutError")]
    run.plan(a_plan(handling={"guarantee": "at_least_once"}))

    # when
    run.receive("DELIVERED")

    # then
    assert run.states()[-1] == "DELIVERED"
    assert len(run.providers.sent) == 1


def test_a_function_killed_after_its_claim_sends_nothing_more(run: MessageRun) -> None:
    # given
    run.providers.outcomes = [type("Runtime.ExitError", (Exception,), {})("killed in the call")]

    # when
    run.plan(a_plan())
    run.advance(120)

    # then
    assert run.invoked.count("send_message") == 2
    assert len(run.providers.sent) == 1
    assert run.message()["status"] == "SEND_OUTCOME_UNKNOWN"
    assert run.published().count("MessageOutcomeUnknown") == 1


@pytest.mark.parametrize("function", ["plan_message", "send_message"])
def test_a_function_killed_after_its_write_changes_nothing_by_its_retry(
    run: MessageRun, function: str
) -> None:
    # given
    run.crashes = [function]

    # when
    run.plan(a_plan())
    run.advance(120)
    run.receive("DELIVERED")

    # then
    assert len(run.providers.sent) == 1
    assert run.states()[-1] == "DELIVERED"
    assert run.message()["status"] == "DELIVERED"


def test_receipts_count_by_rank_whatever_their_order(run: MessageRun) -> None:
    # given
    run.plan(a_plan())

    # when
    run.receive("DELIVERED")
    run.receive("SENT", final=False, at=-5)
    run.receive("FAILED", at=5)
    run.receive("DELIVERED")

    # then
    assert run.deliveries() == ["DELIVERED"]
    assert run.message()["status"] == "DELIVERED"
    assert run.published().count("MessageDelivered") == 1
