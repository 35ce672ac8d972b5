"""BOUNCED and CANCELLED: tasks bounce_load and cancel_load."""

from schemas.booking.tasks.run import RunInput
from schemas.booking.tasks.visit import Visit
from schemas.common import FrozenModel, Money


class BounceLoadInput(Visit):
    """Void the booking and make the next attempt; `cause` is the carrier's reason."""

    cause: str | None = None


class NextRun(FrozenModel):
    """Output of bounce_load: what RE_COVER starts."""

    name: str
    input: RunInput


class CancelLoadInput(Visit):
    """Cancel the load and everything that was made for it."""

    cause: str | None = None


class Cancelled(FrozenModel):
    """Output of cancel_load."""

    status: str
    tonu_fee: Money | None = None
