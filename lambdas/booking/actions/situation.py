"""Reading what decides about an answer to a post; refusing what comes too late or from strangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.negotiation import OPEN_STATUSES, require_same_terms, terms_of
from lambdas.booking.refusals import AlreadyHeld, OfferLate, PostClosed
from lambdas.booking.repository import read_situation, run
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import InvalidRequest, NotFound, StateConflict, TryAgain

if TYPE_CHECKING:
    from uuid import UUID

    from pydantic import BaseModel

    from lambdas.booking.rows import Situation
    from lambdas.shared.api.call import Call
    from schemas.common import Money

HELD_STATUSES = frozenset({"HELD", "VETTING", "HELD_FOR_REVIEW"})


def situation_of_post(call: Call, post_id: UUID, named_carrier: int | None) -> Situation:
    """A carrier's situation at a post. Raises NotFound, also where the carrier may not see the post."""
    dot_number = _carrier(call, named_carrier)
    found = read_situation(
        call.dependencies.database, call.workspace_id, post_id=post_id, dot_number=dot_number
    )
    if found is None or (call.side == "carrier" and not is_visible(found)):
        raise NotFound("post")
    return found


def situation_of_offer(call: Call, offer_id: UUID) -> Situation:
    """The situation of an offer. Raises NotFound, also for another carrier's offer."""
    found = read_situation(call.dependencies.database, call.workspace_id, offer_id=offer_id)
    if found is None or (call.side == "carrier" and found.dot_number != call.caller.dot_number):
        raise NotFound("offer")
    return found


def is_visible(situation: Situation) -> bool:
    """A carrier sees the posts it was invited to, and open ones of everybody unless it is barred."""
    opened = situation.open_to_all and situation.post_status != "OPENING"
    return not situation.barred and (situation.offer_id is not None or opened)


def _carrier(call: Call, named: int | None) -> int:
    own = call.caller.dot_number
    if own is None and named is None:
        raise InvalidRequest(({"field": "dot_number", "reason": "name the carrier that you act for"},))
    if own is not None and named not in (None, own):
        raise InvalidRequest(({"field": "dot_number", "reason": "must be your own, or absent"},))
    return own or named or 0


def require_open(call: Call, situation: Situation, kind: str, body: BaseModel) -> None:
    """Raises AlreadyHeld, StateConflict before the post is open, and PostClosed or OfferLate after its end.

    What comes too late is recorded first.
    """
    if situation.barred:
        raise StateConflict("This carrier is excluded from the load or on your do-not-use list.")
    if situation.load_status == "AVAILABLE" and situation.post_status == "OPENING":
        raise TryAgain("The post is opening. Send the request again in a moment.")
    if situation.is_sourcing and situation.held_offer_id is None:
        return
    if is_held(situation):
        raise AlreadyHeld
    record_late_answer(call, situation, kind, body)
    raise PostClosed if situation.offer_id is None else OfferLate


def is_held(situation: Situation) -> bool:
    """Whether a carrier holds the load that this post offers, and may yet lose it."""
    at_review = situation.load_status == "NEEDS_REVIEW" and situation.offer_status in OPEN_STATUSES
    held = situation.held_offer_id is not None and (situation.load_status in HELD_STATUSES or at_review)
    return held and situation.load_post_id == situation.post_id and not situation.cancelling


def record_late_answer(call: Call, situation: Situation, kind: str, body: BaseModel) -> None:
    """Keep an answer that is never applied, also of a carrier that has no offer."""
    run(
        call.dependencies.database,
        "record_late_answer",
        answer_id=call.dependencies.new_id(),
        workspace_id=call.workspace_id,
        post_id=situation.post_id,
        offer_id=situation.offer_id,
        dot_number=situation.dot_number,
        kind=kind,
        body=Json(body.model_dump(mode="json", exclude={"contact"}, exclude_none=True)),
        now=call.now,
    )


def require_carriers_agreement(situation: Situation) -> None:
    """Raises TermsChanged when the carrier priced other terms: the broker cannot agree in its place."""
    require_present_terms(situation, situation.offered_terms_version)


def require_present_terms(situation: Situation, agreed_version: int | None) -> None:
    """Raises TermsChanged unless the answer agrees to the load's terms as they are now."""
    offered_version = situation.offered_terms_version or situation.terms_version
    current = terms_of(situation.document)
    require_same_terms(
        terms_of(situation.offered_terms) if situation.offered_terms else current,
        current,
        agreed_version=offered_version if agreed_version is None else agreed_version,
        current_version=situation.terms_version,
    )


def require_payable(situation: Situation, rate: Money) -> int:
    """The cents of a rate. Raises InvalidRequest for nothing, or for another currency than the post's."""
    if rate.currency != situation.currency:
        reason = f"must be the post's currency, {situation.currency}"
        raise InvalidRequest(({"field": "rate.currency", "reason": reason},))
    if rate.amount == 0:
        raise InvalidRequest(({"field": "rate.amount", "reason": "must be more than nothing"},))
    return rate.amount
