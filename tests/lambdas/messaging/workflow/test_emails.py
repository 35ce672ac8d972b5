"""E-mails that come in, by the handler that SES's topic calls: they answer, opt out, and are refused."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from lambdas.messaging.consumers import receive_emails
from schemas.messaging.recipients import Recipient
from tests.lambdas.messaging.providers.test_inbound_email import an_email, received
from tests.lambdas.messaging.surroundings import SENDER, a_plan
from tests.lambdas.messaging.workflow.run import MessageRun

SAM = "sam@roe.example"


def come_in(run: MessageRun, text: str, email_id: str = "e1", **verdicts: str) -> list[str]:
    """An e-mail of Sam's; returns the ids of the records that come again."""
    told = received(an_email(text), **verdicts)
    told["mail"]["messageId"], told["receipt"]["recipients"] = email_id, [SENDER]
    notification = {"MessageId": email_id, "TopicArn": "arn:aws:sns:r:1:t", "Message": json.dumps(told)}
    records = [{"messageId": email_id, "body": json.dumps(notification)}]
    answer = receive_emails.handler({"Records": records}, SimpleNamespace(aws_request_id="1"))
    run.settle()
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


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


@pytest.mark.parametrize("verdicts", [{"dmarc": "FAIL"}, {"virus": "FAIL"}])
def test_what_may_be_forged_or_harmful_answers_nothing(run: MessageRun, verdicts: dict[str, str]) -> None:
    mailed(run)

    assert come_in(run, "Yes", **verdicts) == ["e1"]

    assert run.details("ReplyReceived") == []
