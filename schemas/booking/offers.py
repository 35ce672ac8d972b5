"""Bodies of the offers' routes, and what is read back of an offer by staff and by its carrier."""

from typing import Literal
from uuid import UUID

from schemas.booking.statuses import OfferStatus, Party
from schemas.common import Contact, Count, DotNumber, FrozenModel, Instant, Money, Text


class SubmitOffer(FrozenModel):
    """POST /v1/posts/{post_id}/offers. Staff name the carrier; a carrier's token names it."""

    rate: Money
    dot_number: DotNumber | None = None
    terms_version: Count | None = None
    contact: Contact | None = None


class BookNow(FrozenModel):
    """POST /v1/posts/{post_id}/book-now: take the post at its book-now rate."""

    dot_number: DotNumber | None = None
    terms_version: Count | None = None
    contact: Contact | None = None


class AcceptOffer(FrozenModel):
    """POST /v1/offers/{offer_id}/accept: agree to the rate on the table."""

    rate: Money | None = None
    terms_version: Count | None = None
    contact: Contact | None = None


class CounterOffer(FrozenModel):
    """POST /v1/offers/{offer_id}/counter: propose another rate."""

    rate: Money
    terms_version: Count | None = None
    contact: Contact | None = None


class DeclineOffer(FrozenModel):
    """POST /v1/offers/{offer_id}/decline."""

    reason: Text | None = None


class ProposedPrice(FrozenModel):
    """One step of an offer's price history."""

    number: Count
    proposed_by: Party
    rate: Money
    proposed_at: Instant


class OfferView(FrozenModel):
    """An offer as staff see it; `contact` is who answered last for the carrier."""

    offer_id: UUID
    post_id: UUID
    load_id: UUID
    dot_number: DotNumber
    group_number: int
    status: OfferStatus
    rate: Money | None = None
    turn: Party | None = None
    rounds: Count
    terms_version: Count
    expires_at: Instant | None = None
    contact: Contact | None = None
    version: Count
    prices: tuple[ProposedPrice, ...] = ()
    created_at: Instant
    updated_at: Instant


class CarrierOfferView(FrozenModel):
    """An offer as its carrier sees it: no ceiling and no place in our order of carriers."""

    offer_id: UUID
    post_id: UUID
    load_id: UUID
    dot_number: DotNumber
    status: OfferStatus
    rate: Money | None = None
    turn: Party | None = None
    rounds: Count
    terms_version: Count
    expires_at: Instant | None = None
    prices: tuple[ProposedPrice, ...] = ()
    updated_at: Instant


class HoldAnswer(FrozenModel):
    """Answer of accept and book-now: `booked` with 201, `pending` with 202."""

    outcome: Literal["booked", "pending"]
    load_id: UUID
    offer_id: UUID
    booking_id: UUID | None = None
    held_until: Instant | None = None
