"""SOURCING, RELEASED, EXHAUSTED and EXPIRED: tasks source_carriers, release_load and end_sourcing."""

from uuid import UUID

from schemas.booking.tasks.visit import Visit, WaitVisit
from schemas.common import DotNumber, FrozenModel


class SourceCarriersInput(WaitVisit):
    """Open the post, or move it to the next group."""


class Held(FrozenModel):
    """The answer to SOURCING: the offer that holds the load."""

    offer_id: UUID
    dot_number: DotNumber


class ReleaseLoadInput(Visit):
    """Give the load back to sourcing; `reason` is the name of the error that led here."""

    reason: str | None = None


class EndSourcingInput(Visit):
    """Close the post; the state (EXHAUSTED or EXPIRED) says how."""

    reason: str | None = None
