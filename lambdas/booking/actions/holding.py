"""Holding a load for one carrier, and waiting a little for what becomes of the hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lambdas.booking.refusals import NotEligible
from lambdas.booking.repository import OfferWrite, hold_for_offer, read_outcome
from lambdas.booking.sourcing_events import load_held
from lambdas.shared.callbacks import Success
from lambdas.shared.events import PublishedEvent, published_event
from lambdas.shared.refusals import StateConflict
from lambdas.shared.settlement import announce, answer_wait
from schemas.booking.offers import HoldAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from lambdas.booking.repository import PricedOffer
    from lambdas.booking.rows import OutcomeRow, Situation
    from lambdas.shared.api.call import Call

FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 0.4
PRIVATE_REASON = "The broker cannot use this carrier for this load."


def hold(
    call: Call, situation: Situation, offer: PricedOffer, events: Sequence[PublishedEvent] = ()
) -> HoldAnswer | None:
    """Hold the load for this offer and say what came of it; None when it was held or changed meanwhile.

    Raises NotEligible when the carrier fails vetting while the caller waits.
    """
    held_until = call.now + timedelta(seconds=situation.workspace_policy.hold_seconds)
    emitted = (*events, _load_held(call, situation, offer, held_until))
    write = OfferWrite(call.workspace_id, situation, offer, emitted, call.now)
    row = hold_for_offer(call.dependencies.database, write, held_until)
    if row is None:
        return None
    announce(call.dependencies, emitted)
    held = {"offer_id": str(offer.offer_id), "dot_number": offer.dot_number}
    answer_wait(call.dependencies, row["answered_wait_key"], Success(held), call.now)
    return outcome_of_hold(call, situation, offer.offer_id)


def _load_held(call: Call, situation: Situation, offer: PricedOffer, held_until: datetime) -> PublishedEvent:
    cause = call.cause(f"{offer.offer_id}/{offer.version + 1}", situation.post_id)
    return published_event(cause, load_held(situation, offer, held_until))


def outcome_of_hold(call: Call, situation: Situation, offer_id: UUID) -> HoldAnswer:
    """Wait as long as the workspace says. Raises NotEligible, or StateConflict when the hold was released."""
    patience = situation.workspace_policy.book_now_wait_seconds if call.patient else 0
    waited, pause = 0.0, FIRST_PAUSE_SECONDS
    outcome = _outcome(call, offer_id)
    while not _is_known(outcome, offer_id) and waited < patience:
        call.sleep(pause)
        waited, pause = waited + pause, min(pause * 1.5, LONGEST_PAUSE_SECONDS)
        outcome = _outcome(call, offer_id)
    return _answer(call, situation, offer_id, outcome)


def _outcome(call: Call, offer_id: UUID) -> OutcomeRow:
    return read_outcome(call.dependencies.database, call.workspace_id, offer_id, call.now)


def _is_known(outcome: OutcomeRow, offer_id: UUID) -> bool:
    return (
        outcome.booking_id is not None
        or outcome.outcome not in (None, "PASS")
        or outcome.held_offer_id != offer_id
    )


def _answer(call: Call, situation: Situation, offer_id: UUID, outcome: OutcomeRow) -> HoldAnswer:
    if outcome.booking_id is None and outcome.outcome == "FAIL":
        raise NotEligible(reasons_for(outcome, staff=call.side == "broker"))
    if outcome.booking_id is None and outcome.held_offer_id != offer_id:
        raise StateConflict("The hold was released. Read the offer.")
    return HoldAnswer(
        outcome="pending" if outcome.booking_id is None else "booked",
        load_id=situation.load_id,
        offer_id=offer_id,
        booking_id=outcome.booking_id,
        held_until=outcome.held_until if outcome.booking_id is None else None,
    )


def reasons_for(outcome: OutcomeRow, *, staff: bool) -> tuple[str, ...]:
    """What may be told of a vetting: carriers never read why they are on the do-not-use list."""
    private = outcome.do_not_use and not staff
    return (PRIVATE_REASON,) if private or not outcome.reasons else tuple(outcome.reasons)
