"""What every task of the booking machine gets: the visit, and the load and attempt that its run covers."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas import visit
from schemas.common import FrozenModel


class Visit(visit.Visit):
    """`Parameters` of each Task state of booking."""

    load_id: UUID
    post_id: UUID
    attempt: Annotated[int, Field(strict=True, ge=1)]


class WaitVisit(Visit):
    """A visit of a state that waits for an answer by token; its task key is the wait's key."""

    token: visit.Token


class Done(FrozenModel):
    """Output of a task that has nothing to say but the status it left the load in."""

    status: str


class Deadline(FrozenModel):
    """What the answer to one wait hands to the next: seconds until that one's deadline."""

    deadline_seconds: Annotated[int, Field(strict=True, ge=1, le=99_999_999)]
