"""Input of a run of the message machine, its visits, and what its waits are answered with."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas import visit
from schemas.common import FrozenModel, Identifier, WorkspaceId

WaitSeconds = Annotated[int, Field(strict=True, ge=1, le=99_999_999)]


class Step(FrozenModel):
    """Where the run goes on, and how many seconds that state waits: the answer to every wait."""

    next: str
    seconds: WaitSeconds = 1


class RunInput(FrozenModel):
    """One run sends one message, and follows up on it; its name is the message's id.

    `receipt_seconds` is how long a send waits for its receipt.
    """

    workspace_id: WorkspaceId
    message_id: UUID
    correlation_id: Identifier
    receipt_seconds: WaitSeconds
    step: Step


class MessageVisit(visit.Visit):
    """A visit of a state that waits for an answer by token; its task key is the wait's key."""

    message_id: UUID
    token: visit.Token


class MessageWaiting(visit.Waiting):
    """What a waiting task itself returns; `step` is the answer that it gave to its own wait, if any."""

    step: Step | None = None


class PlanMessageInput(MessageVisit):
    """PLANNED: wait until the message is due; `seconds` is the limit that this wait was given."""

    seconds: WaitSeconds


class SendMessageInput(MessageVisit):
    """SENDING: is it still wanted and allowed? Claim it, send it, and wait for its receipt."""


class AwaitReplyInput(MessageVisit):
    """AWAITING_REPLY: wait for the contact to answer."""
