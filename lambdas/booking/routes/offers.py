"""Routes of offers: the two sides answer each other until they agree, or one ends it."""

from aws_lambda_powertools.event_handler.api_gateway import Response

from lambdas.booking.actions.answering import accept_offer, counter_offer, decline_offer
from lambdas.booking.actions.posts import offer_seen_by
from lambdas.booking.actions.pricing import Priced
from lambdas.shared.api.call import Call, identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.offers import (
    AcceptOffer,
    CarrierOfferView,
    CounterOffer,
    DeclineOffer,
    HoldAnswer,
    OfferView,
)

router = new_router()
OFFER = "offer"


@router.get("/v1/offers/<offer_id>", tags=["offers"], summary="Read an offer and its prices")
def get(offer_id: str) -> Response[OfferView | CarrierOfferView]:
    return answer(200, offer_seen_by(call_of(router), identifier(offer_id, OFFER)))


@router.post("/v1/offers/<offer_id>/accept", tags=["offers"], summary="Agree to the latest amount")
def accept(offer_id: str, body: AcceptOffer) -> Response[HoldAnswer]:
    call = call_of(router)
    call.caller.require_answerer(OFFER)
    return held_answer(accept_offer(call, identifier(offer_id, OFFER), body))


@router.post("/v1/offers/<offer_id>/counter", tags=["offers"], summary="Propose another amount")
def counter(offer_id: str, body: CounterOffer) -> Response[HoldAnswer | OfferView | CarrierOfferView]:
    call = call_of(router)
    call.caller.require_answerer(OFFER)
    return priced_answer(call, counter_offer(call, identifier(offer_id, OFFER), body))


@router.post("/v1/offers/<offer_id>/decline", tags=["offers"], summary="End the negotiation")
def decline(offer_id: str, body: DeclineOffer) -> Response[OfferView | CarrierOfferView]:
    call = call_of(router)
    call.caller.require_answerer(OFFER)
    return answer(200, offer_seen_by(call, decline_offer(call, identifier(offer_id, OFFER), body)))


def held_answer(held: HoldAnswer) -> Response[HoldAnswer]:
    """201 booked, 202 pending."""
    if held.booking_id is None:
        return answer(202, held)
    return answer(201, held, Location=f"/v1/bookings/{held.booking_id}")


def priced_answer(call: Call, priced: Priced) -> Response[HoldAnswer | OfferView | CarrierOfferView]:
    """202 with the offer on the table, or what came of the hold when its amount was acceptable."""
    if priced.held is None:
        return answer(202, offer_seen_by(call, priced.offer_id))
    return held_answer(priced.held)  # type: ignore[return-value]  # Response is invariant in its body
