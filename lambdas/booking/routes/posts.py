"""Routes of posts: read one, offer a price, take it at once."""

from aws_lambda_powertools.event_handler.api_gateway import Response

from lambdas.booking.actions.answering import book_now, submit_offer
from lambdas.booking.actions.posts import post_seen_by
from lambdas.booking.routes.offers import held_answer, priced_answer
from lambdas.shared.api.call import identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.offers import BookNow, CarrierOfferView, HoldAnswer, OfferView, SubmitOffer
from schemas.booking.posts import CarrierPostView, PostView

router = new_router()
POST = "post"


@router.get("/v1/posts/<post_id>", tags=["posts"], summary="Read a post")
def get(post_id: str) -> Response[PostView | CarrierPostView]:
    call = call_of(router)
    return answer(200, post_seen_by(call, identifier(post_id, POST)))


@router.post("/v1/posts/<post_id>/offers", tags=["posts"], summary="Offer to haul for a price")
def submit(post_id: str, body: SubmitOffer) -> Response[HoldAnswer | OfferView | CarrierOfferView]:
    call = call_of(router)
    call.caller.require_answerer(POST)
    return priced_answer(call, submit_offer(call, identifier(post_id, POST), body))


@router.post("/v1/posts/<post_id>/book-now", tags=["posts"], summary="Take the post at its book-now rate")
def take(post_id: str, body: BookNow) -> Response[HoldAnswer]:
    call = call_of(router)
    call.caller.require_answerer(POST)
    return held_answer(book_now(call, identifier(post_id, POST), body))
