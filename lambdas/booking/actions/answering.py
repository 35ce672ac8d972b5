"""The answers to a post: submit, book now, accept, counter and decline.

Each reads the situation, lets the rules of negotiation decide, and writes only if nothing changed in between;
if something did, it looks again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from lambdas.booking.actions.declining import decline
from lambdas.booking.actions.holding import hold, outcome_of_hold
from lambdas.booking.actions.pricing import Priced, answered_offer_id, price, taken
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
from lambdas.booking.negotiation import (
    Standing,
    countered,
    require_answerable,
    require_book_now_rate,
    require_latest_amount,
    require_within_ceiling,
    submitted,
)
from lambdas.booking.refusals import OfferLate
from lambdas.shared.refusals import StateConflict, TryAgain

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from pydantic import BaseModel

    from lambdas.booking.rows import Situation
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

LOOKS = 3
Given = TypeVar("Given")


def submit_offer(call: Call, post_id: UUID, body: SubmitOffer) -> Priced:
    """A carrier's price. At or below the target it holds the load; else it waits for the broker."""

    def look() -> Priced | None:
        situation = situation_of_post(call, post_id, body.dot_number)
        standing = _require_takes_answers(call, situation, "submit", body, "carrier")
        require_present_terms(situation, body.terms_version)
        if standing.status != "INVITED":
            raise StateConflict("Answer the amount on the table: accept, counter or decline this offer.")
        move = submitted(require_payable(situation, body.rate), situation.rates)
        return price(call, situation, move, body.contact)

    return _until_unchanged(look)


def book_now(call: Call, post_id: UUID, body: BookNow) -> HoldAnswer:
    """Take the post at its book-now rate. One carrier wins; the others are refused with 409 or 410."""

    def look() -> HoldAnswer | None:
        situation = situation_of_post(call, post_id, body.dot_number)
        if _holds_already(situation):
            return outcome_of_hold(call, situation, answered_offer_id(situation))
        require_open(call, situation, "book_now", body)
        _require_in_time(call, situation, "book_now", body, situation.turn or "carrier")
        require_present_terms(situation, body.terms_version)
        amount = require_book_now_rate(situation.rates, None)
        return hold(call, situation, taken(situation, amount, body.contact, proposed_by="carrier"))

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
        return hold(call, situation, taken(situation, amount, body.contact, proposed_by=None))

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
        return price(call, situation, move, body.contact)

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
        return decline(call, situation, offer_id, body.reason)

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
