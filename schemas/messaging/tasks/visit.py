"""A visit of a state of the message machine, and what its waits are answered with."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas import visit
from schemas.common import FrozenModel

WaitSeconds = Annotated[int, Field(strict=True, ge=1, le=99_999_999)]


class Step(FrozenModel):
    """Where the run goes on, and how many seconds that state waits: the answer to every wait."""

    next: str
    seconds: WaitSeconds = 1


class MessageVisit(visit.Visit):
    """A visit of a state that waits for an answer by token; its task key is the wait's key."""

    message_id: UUID
    token: visit.Token


class MessageWaiting(visit.Waiting):
    """What a waiting task itself returns; `step` is the answer that it gave to its own wait, if any."""

    step: Step | None = None
