"""Events of an offer: sent, received, countered, declined, expired; and of the hold that it wins."""

from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.booking.statuses import Party
from schemas.common import Contact, Count, DotNumber, Instant, Money


class OfferData(EventData):
    """Which offer."""

    post_id: UUID
    offer_id: UUID
    dot_number: DotNumber


class OfferSent(OfferData):
    """The carrier is invited; `contact` is whom the workspace knows there."""

    rate: Money
    expires_at: Instant
    contact: Contact | None = None


class OfferReceived(OfferData):
    """The carrier named its price."""

    rate: Money


class OfferCountered(OfferData):
    """Either side proposed another price."""

    rate: Money
    proposed_by: Party
    round: Count


class OfferDeclined(OfferData):
    """Either side ended the negotiation."""

    declined_by: Party = "carrier"
    reason: str | None = None


class OfferExpired(OfferData):
    """Nobody answered in time."""


class LoadHeld(OfferData):
    """The offer was accepted: the load is held for its carrier until it is vetted."""

    rate: Money
    held_until: Instant
    terms_version: Count


class HoldReleased(OfferData):
    """The held carrier lost the load, which is offered again."""

    reason: str
