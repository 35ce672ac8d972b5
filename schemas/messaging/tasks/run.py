"""Input of a run of the message machine."""

from uuid import UUID

from schemas.common import FrozenModel, Identifier, WorkspaceId
from schemas.messaging.tasks.visit import Step, WaitSeconds


class RunInput(FrozenModel):
    """One run sends one message, and follows up on it; its name is the message's id.

    `receipt_seconds` is how long a send waits for its receipt.
    """

    workspace_id: WorkspaceId
    message_id: UUID
    correlation_id: Identifier
    receipt_seconds: WaitSeconds
    step: Step
