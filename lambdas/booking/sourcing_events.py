"""The events of posts, offers and holds, made from the rows that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain
from schemas.booking import events as models
from schemas.common import Contact, Money

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.booking.repository import PricedOffer
    from lambdas.booking.rows import Situation
    from lambdas.booking.snapshot import Snapshot
    from lambdas.shared.api.caller import Side
    from schemas.booking.events.offers import (
        HoldReleased,
        LoadHeld,
        OfferCountered,
        OfferDeclined,
        OfferExpired,
        OfferReceived,
        OfferSent,
    )
    from schemas.booking.events.posts import LoadPosted, PostExpired, SourcingExhausted


def load_posted(snapshot: Snapshot) -> LoadPosted:
    post = snapshot.post
    book_now = post.book_now_rate
    return models.posts.LoadPosted(
        load_id=snapshot.load.load_id,
        post_id=post.post_id,
        attempt=post.attempt,
        mode=post.mode,
        target_rate=Money(amount=post.target_rate, currency=post.currency),
        book_now_rate=None if book_now is None else Money(amount=book_now, currency=post.currency),
    )


def sourcing_exhausted(snapshot: Snapshot, reason: str) -> SourcingExhausted:
    return models.posts.SourcingExhausted(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        attempt=snapshot.post.attempt,
        reason=reason,
    )


def post_expired(snapshot: Snapshot) -> PostExpired:
    return models.posts.PostExpired(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        attempt=snapshot.post.attempt,
        latest_pickup_at=snapshot.load.latest_pickup_at,
    )


def offer_sent(
    snapshot: Snapshot, offer_id: UUID, dot_number: int, amount: int, expires_at: datetime
) -> OfferSent:
    return models.offers.OfferSent(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        offer_id=offer_id,
        dot_number=dot_number,
        rate=Money(amount=amount, currency=snapshot.post.currency),
        expires_at=expires_at,
        contact=_known_contact(snapshot, dot_number),
    )


def _known_contact(snapshot: Snapshot, dot_number: int) -> Contact | None:
    """The first phone and mailbox that the workspace has of a carrier it may use."""
    known = snapshot.contacts.get(dot_number)
    if known is None or not any(known):
        return None
    return Contact(phone=known.phone, email=known.email)


def offers_expired(snapshot: Snapshot) -> tuple[OfferExpired, ...]:
    """One for each offer of the post that is still open."""
    return tuple(
        models.offers.OfferExpired(
            load_id=snapshot.load.load_id,
            post_id=snapshot.post.post_id,
            offer_id=offer.offer_id,
            dot_number=offer.dot_number,
        )
        for offer in snapshot.offers
        if offer.status in domain.OPEN_OFFERS
    )


def offer_priced(situation: Situation, offer: PricedOffer, side: Side) -> OfferReceived | OfferCountered:
    """OfferCountered when the price used a round of the negotiation, else OfferReceived."""
    received = models.offers.OfferReceived(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer.offer_id,
        dot_number=offer.dot_number,
        rate=Money(amount=offer.amount, currency=offer.currency),
    )
    if offer.rounds <= (situation.rounds or 0):
        return received
    return models.offers.OfferCountered(**dict(received), proposed_by=side, round=offer.rounds)


def offer_declined(situation: Situation, offer_id: UUID, side: Side, reason: str | None) -> OfferDeclined:
    return models.offers.OfferDeclined(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer_id,
        dot_number=situation.dot_number or 0,
        declined_by=side,
        reason=reason,
    )


def load_held(situation: Situation, offer: PricedOffer, held_until: datetime) -> LoadHeld:
    return models.offers.LoadHeld(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer.offer_id,
        dot_number=offer.dot_number,
        rate=Money(amount=offer.amount, currency=offer.currency),
        held_until=held_until,
        terms_version=offer.terms_version,
    )


def hold_released(snapshot: Snapshot, offer_id: UUID, dot_number: int, reason: str) -> HoldReleased:
    return models.offers.HoldReleased(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        offer_id=offer_id,
        dot_number=dot_number,
        reason=reason,
    )
