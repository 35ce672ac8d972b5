"""What every task of the booking machine gets: which visit of which state of which run it serves."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.common import FrozenModel, Identifier, WorkspaceId


class Visit(FrozenModel):
    """`Parameters` of each Task state; `entered_at` is the state's EnteredTime as Step Functions wrote it."""

    run: Annotated[str, Field(min_length=1, max_length=80)]
    state: Annotated[str, Field(min_length=1, max_length=80)]
    entered_at: Annotated[str, Field(min_length=1, max_length=64)]
    workspace_id: WorkspaceId
    load_id: UUID
    post_id: UUID
    attempt: Annotated[int, Field(strict=True, ge=1)]
    correlation_id: Identifier

    @property
    def task_key(self) -> str:
        """Same for every retry of this visit of the state, new for a new visit."""
        return f"{self.run}/{self.state}/{self.entered_at}"


class WaitVisit(Visit):
    """A visit of a state that waits for an answer by token; its task key is the wait's key."""

    token: Annotated[str, Field(min_length=1, max_length=2_048)]


class Waiting(FrozenModel):
    """What a waiting task itself returns (Step Functions ignores it): was the wait settled at once?"""

    wait_key: str
    settled: bool = False


class Done(FrozenModel):
    """Output of a task that has nothing to say but the status it left the load in."""

    status: str


class Deadline(FrozenModel):
    """What the answer to one wait hands to the next: seconds until that one's deadline."""

    deadline_seconds: Annotated[int, Field(strict=True, ge=1, le=99_999_999)]
