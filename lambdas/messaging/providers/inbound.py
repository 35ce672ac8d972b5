"""Texts that people write, as two-way SMS publishes them.

https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lambdas.messaging.conversations import Inbound
from lambdas.messaging.errors import TextUnreadable
from schemas.common import E164, storable_json

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 5_000


class TwoWayText(BaseModel):
    """The payload; numbers in E.164."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    sender: E164 = Field(alias="originationNumber")
    recipient: E164 = Field(alias="destinationNumber")
    body: Annotated[str, Field(alias="messageBody", max_length=LONGEST)]
    inbound_message_id: Annotated[str, Field(alias="inboundMessageId", min_length=1, max_length=200)]
    previous: str | None = Field(alias="previousPublishedMessageId", default=None)


def inbound_of(message: str, at: datetime) -> Inbound:
    """Read a text that came in at `at`. Raises TextUnreadable; the message is not quoted, it is personal."""
    try:
        text = TwoWayText.model_validate(storable_json(json.loads(message)))
    except ValidationError as error:
        problems = {str(problem["loc"][0]) for problem in error.errors() if problem["loc"]}
        raise TextUnreadable(f"check {', '.join(sorted(problems)) or 'its form'}") from None
    except (ValueError, RecursionError) as error:
        raise TextUnreadable("it is no JSON in UTF-8") from error
    return Inbound(text.inbound_message_id, text.sender, text.recipient, text.body, at, text.previous)
