"""Silence: follow-ups, the next channel, and a person in the end; all in the same run."""

from lambdas.messaging.providers.port import NotTaken
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.surroundings import DRIVER, MAILBOX, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

CHECK_CALL = {"expects_reply": True, "reply_seconds": 1_800, "follow_ups": 1, "channels": ("sms", "email")}


def test_silence_is_followed_up_then_mailed_then_escalated(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling=CHECK_CALL, recipient=Recipient(phone=DRIVER, email=MAILBOX)))
    run.receive("DELIVERED", 1)
    assert run.message()["status"] == "AWAITING_REPLY"

    # when
    run.advance(1_900)
    run.receive("DELIVERED", 2)
    run.advance(1_900)
    run.receive("DELIVERED", 3)
    run.advance(3_700)

    # then
    assert run.providers.addresses == [DRIVER, DRIVER, MAILBOX, MAILBOX]
    run.receive("DELIVERED", 4)
    run.advance(3_700)
    assert run.states()[-1] == "ESCALATED"
    assert run.published()[-1] == "MessageEscalated"


def test_an_email_that_was_not_taken_begins_no_new_round_of_texts(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling=CHECK_CALL, recipient=Recipient(phone=DRIVER, email=MAILBOX)))
    run.receive("DELIVERED", 1)
    run.advance(1_900)
    run.receive("DELIVERED", 2)

    # when
    run.providers.outcomes = [NotTaken("ThrottlingException")]
    run.advance(1_900)
    run.advance(10)

    # then
    assert run.providers.addresses == [DRIVER, DRIVER, MAILBOX, MAILBOX]


def test_a_follow_up_that_was_not_taken_is_not_counted(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling=CHECK_CALL))
    run.receive("DELIVERED", 1)

    # when
    run.providers.outcomes = [NotTaken("ThrottlingException")]
    run.advance(1_900)
    run.advance(10)

    # then
    assert run.providers.addresses == [DRIVER, DRIVER, DRIVER]
    assert run.deliveries() == ["DELIVERED", "QUEUED"]


def test_a_silent_provider_does_not_keep_a_question_from_being_asked_again(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling={**CHECK_CALL, "channels": ("sms",)}))

    # when
    run.advance(1_900)

    # then
    assert run.providers.addresses == [DRIVER, DRIVER]


def test_a_reply_that_comes_while_its_wait_is_tried_again_ends_it(run: MessageRun) -> None:
    # given: the function dies after it wrote, and its token with it
    run.plan(a_plan(handling={**CHECK_CALL, "channels": ("sms",)}))
    run.crashes = ["await_reply"]
    run.receive("DELIVERED")

    # when
    run.write("On my way")
    assert run.states()[-1] == "AWAITING_REPLY"
    run.advance(10)

    # then
    assert run.invoked.count("await_reply") == 2
    assert run.states()[-1] == "REPLIED"
