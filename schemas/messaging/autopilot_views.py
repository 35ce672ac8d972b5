"""How a load's plan is told: what rules will do for it, when, and why not."""

from uuid import UUID

from schemas.common import FrozenModel, Identifier, Instant, Name, Text
from schemas.messaging.autopilot import Action


class FiringView(FrozenModel):
    """An action to be done at `due_at`, which is `local_time` in `time_zone`, if the conditions still
    hold.
    """

    key: str
    rule_id: Identifier
    rule_name: Name
    stop: int | None = None
    action: Action
    due_at: Instant
    local_time: str
    time_zone: str
    held: bool = False


class NotFiringView(FrozenModel):
    """A rule that will not fire at a stop, and why; `would_be_at` is when it would."""

    rule_id: Identifier
    rule_name: Name
    stop: int | None = None
    reason: str
    detail: Text
    would_be_at: Instant | None = None


class AutopilotView(FrozenModel):
    """GET /v1/loads/{load_id}/autopilot: which rule fires when, why not, and to whom rules gave the load."""

    load_id: UUID
    at: Instant
    next_at: Instant | None = None
    assigned: tuple[Name, ...] = ()
    firings: tuple[FiringView, ...]
    not_firing: tuple[NotFiringView, ...]
