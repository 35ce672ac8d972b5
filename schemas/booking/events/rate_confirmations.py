"""Events of the document that the carrier signs."""

from schemas.booking.events.bookings import BookingData
from schemas.common import Count, Instant


class RateConfirmationData(BookingData):
    """Which revision of which booking."""

    revision: Count


class RateConfirmationSent(RateConfirmationData):
    """The document is in the bucket and its link is out."""

    document_key: str
    link_expires_at: Instant


class RateConfirmationReminded(RateConfirmationData):
    """The carrier was asked again, `round` counting from 1."""

    round: Count


class RateConfirmationSigned(RateConfirmationData):
    """The carrier signed."""

    signed_at: Instant


class RateConfirmationRejected(RateConfirmationData):
    """The carrier refused to sign."""

    reason: str
