"""The price of an answer: what it makes of the offer, and the write that puts it on the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.booking.actions.holding import hold
from lambdas.booking.identifiers import offer_id_of
from lambdas.booking.negotiation import Move, terms_of
from lambdas.booking.repository import OfferWrite, PricedOffer, price_offer
from lambdas.booking.sourcing_events import offer_priced
from lambdas.shared.events import PublishedEvent, published_event
from lambdas.shared.settlement import announce

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.booking.rows import Situation
    from lambdas.shared.api.call import Call
    from lambdas.shared.api.caller import Side
    from schemas.booking.offers import HoldAnswer
    from schemas.common import Contact


@dataclass(frozen=True)
class Priced:
    """What a price came to; `held` when it was acceptable."""

    offer_id: UUID
    held: HoldAnswer | None = None


def answered_offer_id(situation: Situation) -> UUID:
    """The carrier's offer, or the one that its first answer makes."""
    return situation.offer_id or offer_id_of(situation.post_id, situation.dot_number or 0)


def taken(
    situation: Situation, amount: int, contact: Contact | None, *, proposed_by: Side | None
) -> PricedOffer:
    """The offer agreed on at this amount, under the load's present terms."""
    return PricedOffer(
        offer_id=answered_offer_id(situation),
        dot_number=situation.dot_number or 0,
        group_number=situation.group_number or max(situation.current_group, 0),
        status="ACCEPTED",
        amount=amount,
        currency=situation.currency,
        turn="broker",
        rounds=situation.rounds or 0,
        terms_version=situation.terms_version,
        terms=terms_of(situation.document),
        expires_at=situation.expires_at,
        version=situation.version or 0,
        proposed_by=proposed_by,
        contact=None if contact is None else contact.model_dump(mode="json"),
    )


def price(call: Call, situation: Situation, move: Move, contact: Contact | None) -> Priced | None:
    """Put the move's amount on the table, or hold the load for it; None when something changed meanwhile."""
    side: Side = "carrier" if move.turn == "broker" else "broker"
    offer = replace(
        _under_agreed_terms(situation, taken(situation, move.amount, contact, proposed_by=side)),
        status=move.status,
        turn=move.turn,
        rounds=move.rounds,
        expires_at=_round_ends_at(call, situation),
    )
    said = (_priced_event(call, situation, offer, side),)
    if move.agreed:
        held = hold(call, situation, offer, said)
        return None if held is None else Priced(offer.offer_id, held)
    write = OfferWrite(call.workspace_id, situation, offer, said, call.now)
    if not price_offer(call.dependencies.database, write):
        return None
    announce(call.dependencies, said)
    return Priced(offer.offer_id)


def _under_agreed_terms(situation: Situation, offer: PricedOffer) -> PricedOffer:
    """The broker's price leaves the terms as the carrier knows them: only the carrier agrees to others."""
    version, terms = situation.offered_terms_version, situation.offered_terms
    if offer.proposed_by == "carrier" or version is None or terms is None:
        return offer
    return replace(offer, terms_version=version, terms=terms)


def _round_ends_at(call: Call, situation: Situation) -> datetime:
    seconds = situation.workspace_policy.negotiation_round_seconds
    return min(call.now + timedelta(seconds=seconds), situation.latest_pickup_at)


def _priced_event(call: Call, situation: Situation, offer: PricedOffer, side: Side) -> PublishedEvent:
    cause = call.cause(f"{offer.offer_id}/{offer.version + 1}", situation.post_id)
    return published_event(cause, offer_priced(situation, offer, side))
