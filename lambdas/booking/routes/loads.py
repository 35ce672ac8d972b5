"""Routes of loads."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from lambdas.booking.actions.history import MOST_EVENTS, events_of
from lambdas.booking.actions.load_source import put_load
from lambdas.booking.actions.loads import cancel_load, load_of, review_load
from lambdas.booking.actions.posting import post_load
from lambdas.booking.actions.views import load_view, post_accepted
from lambdas.shared.api.call import identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.bookings import CancelLoad, ReviewLoad
from schemas.booking.history import LoadEvents
from schemas.booking.loads import LoadView, PutLoad
from schemas.booking.posts import PostAccepted, PostLoad
from schemas.common import MAXIMUM_SAFE_INTEGER, Identifier

router = new_router()
LOAD = "load"


@router.put("/v1/loads/<external_id>", tags=["loads"], summary="Create or replace a load")
def put(external_id: Annotated[Identifier, Path()], body: PutLoad) -> Response[LoadView]:
    call = call_of(router)
    call.caller.require_writer(LOAD)
    result, load = put_load(call, external_id, body)
    return answer(201 if result.created else 200, load_view(load, applied=not result.older))


@router.get("/v1/loads/<load_id>", tags=["loads"], summary="Read a load")
def get(load_id: str) -> Response[LoadView]:
    call = call_of(router)
    call.caller.require_reader(LOAD)
    return answer(200, load_view(load_of(call, identifier(load_id, LOAD))))


@router.get("/v1/loads/<load_id>/events", tags=["loads"], summary="Read what happened to a load")
def get_events(
    load_id: str,
    after: Annotated[int, Query(ge=0, le=MAXIMUM_SAFE_INTEGER)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_EVENTS)] = MOST_EVENTS,
) -> Response[LoadEvents]:
    call = call_of(router)
    call.caller.require_reader(LOAD)
    return answer(200, events_of(call, identifier(load_id, LOAD), after, limit))


@router.post("/v1/loads/<load_id>/post", tags=["loads"], summary="Offer a load to carriers")
def post(load_id: str, body: PostLoad) -> Response[PostAccepted]:
    call = call_of(router)
    call.caller.require_writer(LOAD)
    return answer(202, post_accepted(post_load(call, identifier(load_id, LOAD), body)))


@router.post("/v1/loads/<load_id>/cancel", tags=["loads"], summary="Cancel a load")
def cancel(load_id: str, body: CancelLoad) -> Response[LoadView]:
    call = call_of(router)
    call.caller.require_writer(LOAD)
    return answer(202, load_view(cancel_load(call, identifier(load_id, LOAD), body)))


@router.post("/v1/loads/<load_id>/review", tags=["loads"], summary="Decide about a load in review")
def review(load_id: str, body: ReviewLoad) -> Response[LoadView]:
    call = call_of(router)
    call.caller.require_writer(LOAD)
    return answer(202, load_view(review_load(call, identifier(load_id, LOAD), body)))
