"""E-mails that come in, by the handler that SES's topic calls: they answer, opt out, and are refused."""

from typing import Any
from uuid import UUID

import pytest

from lambdas.messaging.consumers import receive_emails, record_receipts
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.notifications import a_complaint, notification
from tests.lambdas.messaging.providers.test_inbound_email import an_email, received
from tests.lambdas.messaging.surroundings import DRIVER, NOW, SENDER, Providers, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

SAM = "sam@roe.example"


def an_inbound_email(text: str, email_id: str = "e1", **verdicts: str) -> str:
    """Sam writes to our mailbox."""
    told = received(an_email(text), **verdicts)
    told["mail"]["messageId"], told["receipt"]["recipients"] = email_id, [SENDER]
    return notification(email_id, told)


def come_in(run: MessageRun, text: str, **verdicts: str) -> list[str]:
    """The e-mails that come again."""
    return run.consume(receive_emails.handler, an_inbound_email(text, **verdicts))


def mailed(run: MessageRun) -> None:
    """Sam was asked something by e-mail."""
    handling: dict[str, Any] = {"expects_reply": True, "reply_seconds": 1_800, "channels": ("email",)}
    run.plan(a_plan(handling=handling, recipient=Recipient(email=SAM)))
    run.receive("DELIVERED")


def test_an_answer_by_e_mail_ends_the_wait_once(run: MessageRun) -> None:
    mailed(run)

    assert [come_in(run, "On my way, be there in 30 min") for _ in range(2)] == [[], []]

    assert run.message()["status"] == "REPLIED"
    assert [reply["channel"] for reply in run.details("ReplyReceived")] == ["email"]
    assert run.states()[-1] == "REPLIED"


def test_a_stop_by_e_mail_is_confirmed_and_ends_everything(run: MessageRun) -> None:
    mailed(run)

    come_in(run, "Please take me off your list.\n\nOn Wed Acme wrote:\n> When will you be there?")
    run.plan(a_plan("two", recipient=Recipient(email=SAM), handling={"channels": ("email",)}))

    assert len(run.providers.sent) == 2
    assert "unsubscribed" in run.providers.sent[1].body
    assert run.message(a_plan("two").message_id)["reason"] == "opted_out"


def test_a_complaint_is_an_opt_out_from_texts_too(run: MessageRun) -> None:
    mailed(run)
    complaint = a_complaint(run.providers.sent[0], Providers.id_of(1), NOW)

    assert [run.consume(record_receipts.handler, complaint) for _ in range(2)] == [[], []]
    run.plan(a_plan("two", recipient=Recipient(email=SAM, phone=DRIVER)))

    assert len(run.providers.sent) == 1
    assert run.message(a_plan("two").message_id)["reason"] == "opted_out"
    entries = run.sql("SELECT address, kind, scope, channel, source_text FROM messaging.consents")
    assert [tuple(entry.values()) for entry in entries] == [
        (SAM, "revoked", "all", "email", "complaint: abuse")
    ]


def test_a_complaint_about_no_send_of_ours_comes_again(run: MessageRun) -> None:
    mailed(run)
    sent = run.providers.sent[0]._replace(delivery_id=UUID(int=1))
    complaint = a_complaint(sent, "of somebody else", NOW)

    assert run.consume(record_receipts.handler, complaint) == [complaint]


@pytest.mark.parametrize("verdicts", [{"dmarc": "FAIL"}, {"virus": "FAIL"}])
def test_what_may_be_forged_or_harmful_answers_nothing(run: MessageRun, verdicts: dict[str, str]) -> None:
    mailed(run)

    assert come_in(run, "Yes", **verdicts) == [an_inbound_email("Yes", **verdicts)]

    assert run.details("ReplyReceived") == []
