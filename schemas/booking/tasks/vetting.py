"""VETTING, HELD_FOR_REVIEW and NEEDS_REVIEW: tasks vet_carrier and request_review."""

from uuid import UUID

from schemas.booking.statuses import ReviewDecision, VettingOutcome
from schemas.booking.tasks.visit import Visit, WaitVisit
from schemas.common import DotNumber, FrozenModel


class VetCarrierInput(Visit):
    """Check the carrier that holds the load."""

    offer_id: UUID
    dot_number: DotNumber


class CarrierVetting(FrozenModel):
    """Output of vet_carrier; anything but PASS leaves by an error."""

    outcome: VettingOutcome
    reasons: tuple[str, ...] = ()


class RequestReviewInput(WaitVisit):
    """Ask a human; `error` and `cause` are those of the state that could not go on."""

    error: str | None = None
    cause: str | None = None


class ReviewAnswer(FrozenModel):
    """The answer to a review: where the run goes on, and the deadline of that state if it waits."""

    decision: ReviewDecision
    resume: str
    deadline_seconds: int | None = None
