"""Input of a run of the booking machine: StartExecution's input, and what BOUNCED makes for the next run."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.booking.policy import WorkspacePolicy
from schemas.common import FrozenModel, Identifier, WorkspaceId


class RunInput(FrozenModel):
    """One run covers one load once; its name is `<load_id>-<attempt>`."""

    workspace_id: WorkspaceId
    load_id: UUID
    post_id: UUID
    attempt: Annotated[int, Field(strict=True, ge=1)]
    correlation_id: Identifier
    policy: WorkspacePolicy
