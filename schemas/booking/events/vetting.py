"""Events of vetting and of human review."""

from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.booking.statuses import ReviewDecision, VettingOutcome
from schemas.common import Count, DotNumber


class CarrierVetted(EventData):
    """FMCSA's record and the workspace's list were checked; `reasons` say why it is not a PASS."""

    offer_id: UUID
    dot_number: DotNumber
    outcome: VettingOutcome
    reasons: tuple[str, ...] = ()


class ReviewRequested(EventData):
    """A human has to decide; `from_state` is the state that asked, `round` counts from 1."""

    from_state: str
    reasons: tuple[str, ...] = ()
    round: Count = 1


class ReviewDecided(EventData):
    """A human decided."""

    decision: ReviewDecision
    decided_by: str
    reason: str
