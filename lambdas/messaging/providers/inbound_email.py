"""E-mails that people write, as a receipt rule of SES publishes them by its SNS action.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from email import message_from_bytes, policy
from email.utils import parseaddr
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lambdas.messaging.conversations import Inbound
from lambdas.messaging.errors import SenderUnproven, TextUnreadable
from lambdas.messaging.providers.email_text import written
from schemas.common import Email, storable_json

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

LONGEST = 5_000
OF_SES = "amazonses.com"
BY_MACHINES = ("auto-replied", "auto-generated", "auto-notified")
PASSED, FAILED = "PASS", "FAIL"
_DOMAIN = re.compile(r"@([^\s@<>()\",;:]+)")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


class Verdict(_Part):
    """PASS, FAIL, GRAY or PROCESSING_FAILED."""

    status: str


class Action(_Part):
    """How the e-mail's content is written."""

    encoding: Literal["UTF-8", "BASE64"] = "UTF-8"


class Receipt(_Part):
    """Whom it was for, and what SES thinks of where it came from."""

    recipients: Annotated[tuple[Email, ...], Field(min_length=1)]
    spf: Verdict = Field(alias="spfVerdict")
    dmarc: Verdict = Field(alias="dmarcVerdict")
    virus: Verdict = Field(alias="virusVerdict")
    action: Action


class Mail(_Part):
    """The id that SES gave it, and the sender of its envelope."""

    message_id: Annotated[str, Field(alias="messageId", min_length=1, max_length=200)]
    source: str


class Received(_Part):
    """The notification, with the whole e-mail as `content`."""

    mail: Mail
    receipt: Receipt
    content: str


def inbound_email_of(message: str, at: datetime) -> Inbound | None:
    """Read an e-mail that came in at `at`; None for what a machine answered by itself.

    Raises TextUnreadable, and SenderUnproven: an e-mail that anybody may have written accepts no offer.
    """
    received = _received(message)
    email = _email(received)
    if _is_by_machine(email):
        return None
    sender = _sender(email)
    body = written(email)[:LONGEST]
    if not sender or not body:
        raise TextUnreadable("it has no sender, or says nothing")
    if received.receipt.virus.status == FAILED:
        raise TextUnreadable("it carries a virus")
    if not _is_proven(sender, received):
        raise SenderUnproven
    recipient = received.receipt.recipients[0]
    return Inbound(received.mail.message_id, sender, recipient, body, at, _answers(email), "email")


def _received(message: str) -> Received:
    try:
        return Received.model_validate(storable_json(json.loads(message)))
    except ValidationError as error:
        problems = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        raise TextUnreadable(f"check {', '.join(sorted(problems)) or 'its form'}") from None
    except (ValueError, RecursionError) as error:
        raise TextUnreadable("it is no JSON in UTF-8") from error


def _email(received: Received) -> EmailMessage:
    try:
        raw = (
            base64.b64decode(received.content, validate=True)
            if received.receipt.action.encoding == "BASE64"
            else received.content.encode()
        )
    except binascii.Error as error:
        raise TextUnreadable("its content is no Base64") from error
    return cast("EmailMessage", message_from_bytes(raw, policy=cast("Any", policy.default)))


def _sender(email: EmailMessage) -> str:
    """Its author, "" for none. Raises SenderUnproven where From names a second domain.

    DMARC speaks of one domain, and parsers differ in which they take from `a@one.example <b@two.example>`.
    """
    authors = ", ".join(str(value) for name, value in email.raw_items() if name.lower() == "from")
    if len({domain.lower() for domain in _DOMAIN.findall(authors)}) > 1:
        raise SenderUnproven
    return parseaddr(authors)[1].lower()


def _is_proven(sender: str, received: Received) -> bool:
    """Whether DMARC says that the sender's domain sent it or, where it has no policy, SPF of that domain."""
    receipt, envelope = received.receipt, received.mail.source.lower()
    same = sender.rpartition("@")[2] == envelope.rpartition("@")[2]
    by_envelope = receipt.spf.status == PASSED and same and receipt.dmarc.status != FAILED
    return receipt.dmarc.status == PASSED or by_envelope


def _is_by_machine(email: EmailMessage) -> bool:
    """Whether it is an absence note or a bounce (RFC 3834), which answers nothing."""
    submitted = str(email["Auto-Submitted"] or "no").split(";")[0].strip().lower()
    return submitted in BY_MACHINES or email["X-Autoreply"] is not None


def _answers(email: EmailMessage) -> str | None:
    """SES's id of the e-mail of ours that it answers: what stands before @ in the sent Message-ID."""
    named = f"{email['In-Reply-To'] or ''} {email['References'] or ''}".split()
    ours = [one.strip("<>").split("@") for one in named if one.strip("<>").endswith(OF_SES)]
    return ours[0][0] if ours else None
