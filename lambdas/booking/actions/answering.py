"""The answers to a post: submit, book now, accept, counter and decline.

Each reads the situation, lets the rules of negotiation decide, and writes only if nothing changed in between;
if something did, it looks again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from lambdas.booking.actions.holding import hold, outcome_of_hold
from lambdas.booking.actions.situation import (
    is_held,
    record_late_answer,
    require_carriers_agreement,
    require_open,
    require_payable,
    require_present_terms,
    situation_of_offer,
    situation_of_post,
)
from lambdas.booking.errors import OffersDeclined
from lambdas.booking.identifiers import offer_id_of
from lambdas.booking.negotiation import (
    Move,
    Standing,
    countered,
    require_answerable,
    require_book_now_rate,
    require_latest_amount,
    require_within_ceiling,
    submitted,
    terms_of,
)
from lambdas.booking.refusals import OfferLate
from lambdas.booking.repository import OfferWrite, PricedOffer, Situation, events_parameter, price_offer, run
from lambdas.booking.sourcing_events import offer_declined, offer_priced
from lambdas.shared.callbacks import Failure
from lambdas.shared.events import PublishedEvent, published_event
from lambdas.shared.refusals import StateConflict, TryAgain
from lambdas.shared.settlement import announce, answer_wait

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pydantic import BaseModel

    from lambdas.shared.api.call import Call
    from lambdas.shared.api.caller import Side
    from schemas.booking.offers import (
        AcceptOffer,
        BookNow,
        CounterOffer,
        DeclineOffer,
        HoldAnswer,
        SubmitOffer,
    )
    from schemas.common import Contact

LOOKS = 3
Given = TypeVar("Given")


@dataclass(frozen=True)
class Priced:
    """What a price came to; `held` when it was acceptable."""

    offer_id: UUID
    held: HoldAnswer | None = None


def submit_offer(call: Call, post_id: UUID, body: SubmitOffer) -> Priced:
    """A carrier's price. At or below the target it holds the load; else it waits for the broker."""

    def look() -> Priced | None:
        situation = situation_of_post(call, post_id, body.dot_number)
        standing = _require_takes_answers(call, situation, "submit", body, "carrier")
        require_present_terms(situation, body.terms_version)
        if standing.status != "INVITED":
            raise StateConflict("Answer the amount on the table: accept, counter or decline this offer.")
        move = submitted(require_payable(situation, body.rate), situation.rates)
        return _price(call, situation, move, body.contact)

    return _until_unchanged(look)


def book_now(call: Call, post_id: UUID, body: BookNow) -> HoldAnswer:
    """Take the post at its book-now rate. One carrier wins; the others are refused with 409 or 410."""

    def look() -> HoldAnswer | None:
        situation = situation_of_post(call, post_id, body.dot_number)
        if _holds_already(situation):
            return outcome_of_hold(call, situation, _offer_id(situation))
        require_open(call, situation, "book_now", body)
        _require_in_time(call, situation, "book_now", body, situation.turn or "carrier")
        require_present_terms(situation, body.terms_version)
        amount = require_book_now_rate(situation.rates, None)
        return hold(call, situation, _taken(situation, amount, body.contact, proposed_by="carrier"))

    return _until_unchanged(look)


def accept_offer(call: Call, offer_id: UUID, body: AcceptOffer) -> HoldAnswer:
    """Agree to the latest amount, which the other side proposed."""

    def look() -> HoldAnswer | None:
        situation = situation_of_offer(call, offer_id)
        if _holds_already(situation):
            return outcome_of_hold(call, situation, offer_id)
        standing = _require_takes_answers(call, situation, "accept", body, call.side)
        if call.side == "broker":
            require_carriers_agreement(situation)
        require_present_terms(situation, body.terms_version)
        rate = None if body.rate is None else require_payable(situation, body.rate)
        amount = require_latest_amount(standing, rate)
        if call.side == "broker":
            require_within_ceiling(situation.rates, amount)
        return hold(call, situation, _taken(situation, amount, body.contact, proposed_by=None))

    return _until_unchanged(look)


def counter_offer(call: Call, offer_id: UUID, body: CounterOffer) -> Priced:
    """Propose another amount; a carrier's that is acceptable holds the load."""

    def look() -> Priced | None:
        situation = situation_of_offer(call, offer_id)
        standing = _require_takes_answers(call, situation, "counter", body, call.side)
        require_present_terms(situation, body.terms_version)
        amount = require_payable(situation, body.rate)
        rounds = situation.workspace_policy.negotiation_rounds
        move = countered(standing, call.side, amount, situation.rates, most_rounds=rounds)
        return _price(call, situation, move, body.contact)

    return _until_unchanged(look)


def decline_offer(call: Call, offer_id: UUID, body: DeclineOffer) -> UUID:
    """End the negotiation. The last open offer of its group that ends lets the next group have its turn."""

    def look() -> UUID | None:
        situation = situation_of_offer(call, offer_id)
        if situation.offer_status == "DECLINED":
            return offer_id
        if not is_held(situation):
            require_open(call, situation, "decline", body)
        _require_in_time(call, situation, "decline", body, situation.turn or "carrier")
        return _decline(call, situation, offer_id, body.reason)

    return _until_unchanged(look)


def _until_unchanged(look: Callable[[], Given | None]) -> Given:
    for _ in range(LOOKS):
        given = look()
        if given is not None:
            return given
    raise TryAgain("The offer is being changed by others. Read it and answer again.")


def _require_takes_answers(
    call: Call, situation: Situation, kind: str, body: BaseModel, side: Side
) -> Standing:
    require_open(call, situation, kind, body)
    return _require_in_time(call, situation, kind, body, side)


def _require_in_time(call: Call, situation: Situation, kind: str, body: BaseModel, side: Side) -> Standing:
    standing = situation.standing
    if standing is None:
        return Standing("INVITED", situation.target_rate, "carrier", 0, None)
    try:
        require_answerable(standing, side, call.now)
    except OfferLate:
        record_late_answer(call, situation, kind, body)
        raise
    return standing


def _holds_already(situation: Situation) -> bool:
    """The winner asks again: it is told the same."""
    return situation.offer_id is not None and situation.offer_status in ("ACCEPTED", "CONFIRMED")


def _offer_id(situation: Situation) -> UUID:
    return situation.offer_id or offer_id_of(situation.post_id, situation.dot_number or 0)


def _taken(
    situation: Situation, amount: int, contact: Contact | None, *, proposed_by: Side | None
) -> PricedOffer:
    return PricedOffer(
        offer_id=_offer_id(situation),
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


def _price(call: Call, situation: Situation, move: Move, contact: Contact | None) -> Priced | None:
    side: Side = "carrier" if move.turn == "broker" else "broker"
    offer = replace(
        _under_agreed_terms(situation, _taken(situation, move.amount, contact, proposed_by=side)),
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


def _decline(call: Call, situation: Situation, offer_id: UUID, reason: str | None) -> UUID | None:
    declined = offer_declined(situation, offer_id, call.side, reason)
    version = situation.version or 0
    event = published_event(call.cause(f"{offer_id}/{version + 1}", situation.post_id), declined)
    rows = run(
        call.dependencies.database,
        "decline_offer",
        workspace_id=call.workspace_id,
        load_id=situation.load_id,
        offer_id=offer_id,
        version=version,
        events=events_parameter((event,)),
        now=call.now,
    )
    if not rows:
        return None
    announce(call.dependencies, (event,))
    _end_group_if_declined(call, situation, rows[0]["wait_key"])
    return offer_id


def _end_group_if_declined(call: Call, situation: Situation, wait_key: str | None) -> None:
    error = OffersDeclined(situation.current_group)
    failure = Failure(type(error).__name__, str(error))
    rows = run(
        call.dependencies.database,
        "end_declined_group",
        workspace_id=call.workspace_id,
        load_id=situation.load_id,
        wait_key=wait_key,
        error=failure.error,
        cause=failure.cause,
        now=call.now,
    )
    for row in rows:
        answer_wait(call.dependencies, row["wait_key"], failure, call.now)
