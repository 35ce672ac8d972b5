"""E-mails as SES publishes them: who wrote what, what it answers, and what is no answer."""

import base64
import json
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest

from lambdas.messaging.errors import SenderUnproven, TextUnreadable
from lambdas.messaging.providers.email_text import unquoted
from lambdas.messaging.providers.inbound_email import inbound_email_of

NOW = datetime(2027, 3, 10, 16, tzinfo=UTC)
SENDER, MAILBOX = "sam@roe.example", "loads@acme.example"


def an_email(text: str = "Yes", **headers: str) -> EmailMessage:
    email = EmailMessage()
    for name, value in {"From": f"Sam Roe <{SENDER}>", "To": MAILBOX, **headers}.items():
        email[name.replace("_", "-")] = value
    email.set_content(text)
    return email


def received(email: EmailMessage, *, source: str = SENDER, **verdicts: str) -> dict[str, Any]:
    """The notification; `spf`, `dmarc` and `virus` pass unless told otherwise."""
    known = {"spf": "PASS", "dmarc": "PASS", "virus": "PASS"} | verdicts
    receipt = {f"{name}Verdict": {"status": status} for name, status in known.items()}
    return {
        "notificationType": "Received",
        "mail": {"messageId": "ses-1", "source": source},
        "receipt": {"recipients": [MAILBOX], "action": {"type": "SNS", "encoding": "UTF-8"}, **receipt},
        "content": email.as_string(),
    }


def read(event: Any) -> Any:
    return inbound_email_of(json.dumps(event), NOW)


def test_an_e_mail_is_read_with_what_it_answers() -> None:
    answers = {"In_Reply_To": "<0100-abc@email.amazonses.com>"}

    inbound = read(received(an_email("Sí, 1850 works", **answers)))

    assert (inbound.sender, inbound.recipient, inbound.body) == (SENDER, MAILBOX, "Sí, 1850 works")
    assert (inbound.provider_message_id, inbound.answers, inbound.channel) == ("ses-1", "0100-abc", "email")


def test_the_content_may_be_base64() -> None:
    event = received(an_email())
    event["receipt"]["action"]["encoding"] = "BASE64"
    event["content"] = base64.b64encode(event["content"].encode()).decode()

    assert read(event).body == "Yes"


def test_html_is_read_where_there_is_no_plain_text() -> None:
    email = an_email()
    email.set_content(
        "<style>p {}</style><p>2100 is <b>fine</b></p><blockquote>Reply STOP to end</blockquote>",
        subtype="html",
    )

    assert read(received(email)).body == "2100 is fine"


@pytest.mark.parametrize(
    "quote",
    [
        "> Reply STOP to opt out",
        "On Wed, Mar 10, 2027 at 9:00 AM Acme <loads@acme.example> wrote:\nReply STOP",
        "El mié, 10 mar 2027, Acme escribió:\nReply STOP",
        "-----Original Message-----\nReply STOP",
        "From: Acme <loads@acme.example>\nReply STOP",
        "--\nSam Roe, unsubscribe",
    ],
)
def test_what_is_quoted_or_signed_was_not_written(quote: str) -> None:
    assert unquoted(f"Yes, from: Dallas\r\n\r\n{quote}") == "Yes, from: Dallas"


@pytest.mark.parametrize("header", [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}])
def test_an_absence_note_is_no_answer(header: dict[str, str]) -> None:
    assert read(received(an_email("I am away", **header))) is None


@pytest.mark.parametrize(
    ("dmarc", "spf", "source", "proven"),
    [
        ("PASS", "FAIL", "bounce@mailer.example", True),
        ("GRAY", "PASS", "sam+1@roe.example", True),
        ("GRAY", "PASS", "forger@evil.example", False),
        ("GRAY", "FAIL", SENDER, False),
        ("FAIL", "PASS", SENDER, False),
    ],
)
def test_only_a_proven_sender_answers(dmarc: str, spf: str, source: str, proven: bool) -> None:
    event = received(an_email(), source=source, dmarc=dmarc, spf=spf)

    if proven:
        assert read(event).sender == SENDER
    else:
        with pytest.raises(SenderUnproven):
            read(event)


@pytest.mark.parametrize(
    "event",
    [
        "no json",
        [],
        {},
        received(an_email(), virus="FAIL"),
        received(an_email("> only a quote")),
        {**received(an_email()), "content": "no e-mail"},
    ],
)
def test_what_cannot_be_read_says_so(event: Any) -> None:
    with pytest.raises(TextUnreadable):
        inbound_email_of(event if isinstance(event, str) else json.dumps(event), NOW)


@pytest.mark.parametrize(
    "author",
    [
        pytest.param("sam@roe.example <eve@evil.example>", id="a name that is an address"),
        pytest.param('"sam@roe.example" <eve@evil.example>', id="the same in quotes"),
        pytest.param("<sam@roe.example>(<eve@evil.example>)", id="a comment"),
        pytest.param("sam@roe.example, eve@evil.example", id="two authors"),
        pytest.param("sam@roe.example\r\nFrom: eve@evil.example", id="two headers"),
    ],
)
def test_nobody_writes_as_another_whose_domain_proves_nothing(author: str) -> None:
    event = received(an_email(), source="eve@evil.example")
    event["content"] = f"From: {author}\r\nTo: {MAILBOX}\r\n\r\nYes"

    with pytest.raises(SenderUnproven):
        read(event)


def test_a_name_may_be_the_address_itself() -> None:
    event = received(an_email())
    event["content"] = f'From: "{SENDER}" <{SENDER}>\r\nTo: {MAILBOX}\r\n\r\nYes'

    assert read(event).sender == SENDER
