"""What every task of every machine gets: which visit of which state of which run it serves."""

from typing import Annotated

from pydantic import Field

from schemas.common import FrozenModel, Identifier, WorkspaceId

Token = Annotated[str, Field(min_length=1, max_length=2_048)]


class Visit(FrozenModel):
    """`Parameters` of each Task state; `entered_at` is the state's EnteredTime as Step Functions wrote it."""

    run: Annotated[str, Field(min_length=1, max_length=80)]
    state: Annotated[str, Field(min_length=1, max_length=80)]
    entered_at: Annotated[str, Field(min_length=1, max_length=64)]
    workspace_id: WorkspaceId
    correlation_id: Identifier

    @property
    def task_key(self) -> str:
        """Same for every retry of this visit of the state, new for a new visit."""
        return f"{self.run}/{self.state}/{self.entered_at}"


class Waiting(FrozenModel):
    """What a waiting task itself returns (Step Functions ignores it): was the wait settled at once?"""

    wait_key: str
    settled: bool = False
