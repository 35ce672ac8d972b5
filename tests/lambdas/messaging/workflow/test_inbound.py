"""What people write: it ends the question that it answers, comes by e-mail too, or asks for a person."""

import pytest

from lambdas.messaging.actions.inbound import receive_text
from lambdas.messaging.consumers import receive_texts
from lambdas.messaging.conversations import Inbound
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.notifications import a_text
from tests.lambdas.messaging.surroundings import DRIVER, MESSAGE, SENDER, a_plan
from tests.lambdas.messaging.workflow.questions import ASKS, LOAD, OFFER, OFFERED, with_offer, with_question
from tests.lambdas.messaging.workflow.run import MessageRun

MAILBOX = "sam@roe.example"


def test_a_reply_ends_the_wait(run: MessageRun) -> None:
    # given
    with_question(run)

    # when
    run.write("On my way, be there in 30 min")

    # then
    assert run.states() == [
        "PLANNED",
        "DECIDED",
        "SENDING",
        "DECIDED",
        "AWAITING_REPLY",
        "DECIDED",
        "REPLIED",
    ]
    assert run.message()["status"] == "REPLIED"
    assert run.details("ReplyReceived")[0]["message_id"] == str(MESSAGE)


def test_a_reply_that_overtakes_its_receipt_ends_the_wait_too(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling=ASKS))

    # when
    run.write("ok")
    run.receive("DELIVERED")

    # then
    assert run.states()[-1] == "REPLIED"
    assert len(run.providers.sent) == 1


@pytest.mark.parametrize(
    ("body", "intent", "amount"),
    [("YES", "accept", None), ("1850", "accept", 185_000), ("2100", "counter", 210_000)],
)
def test_an_answer_to_an_offer_names_the_offer(
    run: MessageRun, body: str, intent: str, amount: int | None
) -> None:
    # given
    with_offer(run)

    # when
    run.write(body)

    # then
    [reply] = run.details("ReplyReceived")
    assert (reply["intent"], reply["subject_id"]) == (intent, f"offer:{OFFER}")
    assert reply["amount"] in (amount, 185_000)


@pytest.mark.parametrize("text_id", ["t1", "t2"])
def test_a_text_that_comes_twice_is_taken_once(run: MessageRun, text_id: str) -> None:
    # given
    with_offer(run)

    # when
    run.write("YES")
    run.write("yes ", text_id)

    # then
    assert len(run.details("ReplyReceived")) == 1


def mailed(run: MessageRun, body: str, email_id: str = "e1", answers: str | None = None) -> None:
    at = run.dependencies.clock()
    inbound = Inbound(email_id, MAILBOX, SENDER, body, at, answers, "email")
    receive_text(run.dependencies, inbound)
    run.settle()


def test_an_e_mail_answers_as_a_text_does(run: MessageRun) -> None:
    # given
    run.project(LOAD, OFFERED)
    handling = {**ASKS, "asks": "offer", "obsolete_after": None, "channels": ("email",)}
    recipient = Recipient(email="Sam@Roe.example")
    run.plan(a_plan(handling=handling, recipient=recipient, load_id=LOAD, subject_id=f"offer:{OFFER}"))

    # when
    mailed(run, "We can do it for $2,100", answers="provider-1")

    # then
    [reply] = run.details("ReplyReceived")
    assert (reply["channel"], reply["intent"], reply["amount"]) == ("email", "counter", 210_000)
    assert reply["subject_id"] == f"offer:{OFFER}"
    assert run.message()["status"] == "REPLIED"


def test_a_stop_by_e_mail_is_confirmed_by_e_mail(run: MessageRun) -> None:
    # given
    run.plan(a_plan(handling={**ASKS, "channels": ("email",)}, recipient=Recipient(email=MAILBOX)))

    # when
    mailed(run, "please take me off your list")

    # then
    [_, confirmed] = run.providers.sent
    assert (confirmed.address, confirmed.subject) == (MAILBOX, "Your message")
    assert "unsubscribed" in confirmed.body
    assert [row["address"] for row in run.sql("SELECT address FROM messaging.consents")] == [MAILBOX]


def test_what_nobody_understands_goes_to_a_person(run: MessageRun) -> None:
    # given
    with_question(run)

    # when
    run.write("asdf qwer")

    # then
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unknown"


def test_a_price_that_nobody_asked_for_goes_to_a_person(run: MessageRun) -> None:
    # given
    with_question(run)

    # when
    run.write("1850")

    # then
    assert run.details("ReplyReceived")[0]["intent"] == "counter"
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unasked_price"


def test_a_yes_with_a_condition_answers_no_offer(run: MessageRun) -> None:
    # given
    with_offer(run)

    # when
    run.write("Yes but I need to check with my driver first")

    # then
    assert run.details("ReplyReceived")[0]["intent"] == "unknown"
    assert run.details("ThreadNeedsHuman")[0]["cause"] == "unknown"


def test_a_strangers_text_comes_again_until_it_is_a_dead_letter(run: MessageRun) -> None:
    # given
    with_question(run)
    ours, strangers = a_text("On my way"), a_text("hello?", "t2", sender="+13175550999")

    # when
    again = run.consume(receive_texts.handler, strangers, ours)

    # then
    assert again == [strangers]
    assert run.message()["status"] == "REPLIED"


def test_an_event_holds_neither_text_nor_number(run: MessageRun) -> None:
    # given
    with_question(run)

    # when
    run.write("my private words")

    # then
    told = " ".join(entry["Detail"] for entry in run.clients.events.entries)
    assert DRIVER not in told
    assert "private" not in told
