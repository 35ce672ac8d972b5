"""What a carrier answered by text to an offer: yes, no, or another price, applied as if it came by the API.

An event is applied once. What booking refuses, such as a late yes, is recorded there and not tried again.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lambdas.booking.actions.answering import accept_offer, counter_offer, decline_offer, submit_offer
from lambdas.booking.repository import WantedOffers, read_offers
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller
from lambdas.shared.api.once import Claim, once
from lambdas.shared.logging import logger
from lambdas.shared.queues import BusEvent, queue_handler
from lambdas.shared.refusals import RequestRefused, TryAgain
from schemas.booking.offers import AcceptOffer, CounterOffer, DeclineOffer, SubmitOffer
from schemas.common import Money
from schemas.messaging.events.replies import ReplyReceived

if TYPE_CHECKING:
    from lambdas.booking.rows import Row
    from lambdas.shared.wiring import Dependencies

ANSWERS = frozenset({"accept", "decline", "counter"})
UNPRICED = frozenset({"INVITED", "EXPIRED"})
"""In these a price is the carrier's first, or comes too late and is only recorded."""
OFFER = "offer:"
"""What the subject of a message about an offer begins with."""


def answer_offers(event: BusEvent, dependencies: Dependencies, context: Any) -> None:
    """Apply a reply to the offer that it is about; what is about something else is passed over.

    The claim lasts as long as Lambda's `context` lets the call run: what a killed call left undone is done
    when the event comes again.
    """
    reply = ReplyReceived.model_validate(event.detail["data"])
    offer_id = offer_of(reply)
    if offer_id is None or reply.intent not in ANSWERS:
        return
    now = dependencies.clock()
    wanted = WantedOffers(offer_id=offer_id)
    rows = read_offers(dependencies.database, event.metadata.workspace_id, wanted, now)
    if rows:
        caller = Caller(
            event.metadata.workspace_id, event.source, frozenset({"carrier"}), rows[0]["dot_number"]
        )
        call = Call(caller, dependencies, now, dependencies.sleep, patient=False)
        claim = Claim(f"{event.source}/{event.metadata.id}", reply.intent)
        once(claim, dependencies, context, lambda: _applied(call, rows[0], reply))


def offer_of(reply: ReplyReceived) -> UUID | None:
    """The offer that a reply is about."""
    subject = reply.subject_id or ""
    return UUID(subject.removeprefix(OFFER)) if subject.startswith(OFFER) else None


def _applied(call: Call, offer: Row, reply: ReplyReceived) -> dict[str, object]:
    try:
        _apply(call, offer, reply)
    except TryAgain:
        raise
    except RequestRefused as refusal:
        logger().info("reply not applied", intent=reply.intent, refusal=type(refusal).__name__)
        return {"statusCode": refusal.status}
    return {"statusCode": 200}


def _apply(call: Call, offer: Row, reply: ReplyReceived) -> None:
    offer_id = offer["offer_id"]
    if reply.intent == "accept":
        accept_offer(call, offer_id, AcceptOffer())
    elif reply.intent == "decline":
        decline_offer(call, offer_id, DeclineOffer(reason="Declined by text"))
    elif reply.amount is not None:
        rate = Money(amount=reply.amount, currency=offer["currency"])
        if offer["status"] in UNPRICED:
            submit_offer(call, offer["post_id"], SubmitOffer(rate=rate))
        else:
            counter_offer(call, offer_id, CounterOffer(rate=rate))


def handler(event: dict[str, Any], context: Any) -> Any:
    """Lambda's handler."""
    return queue_handler(partial(answer_offers, context=context))(event, context)
