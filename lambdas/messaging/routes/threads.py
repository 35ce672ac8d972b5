"""Routes of threads."""

from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from lambdas.messaging.actions import threads as actions
from lambdas.shared.api.call import identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.threads import HandBack, ThreadList, ThreadView, WriteText

router = new_router()
THREAD = "thread"


@router.get("/v1/threads", tags=["threads"], summary="List threads, the latest first")
def list_all(load_id: Annotated[UUID | None, Query()] = None) -> Response[ThreadList]:
    call = call_of(router)
    call.caller.require_reader(THREAD)
    return answer(200, ThreadList(threads=actions.list_threads(call, load_id)))


@router.get("/v1/threads/<thread_id>", tags=["threads"], summary="Read a thread")
def get(thread_id: str) -> Response[ThreadView]:
    call = call_of(router)
    call.caller.require_reader(THREAD)
    return answer(200, actions.thread_view(call, identifier(thread_id, THREAD)))


@router.post("/v1/threads/<thread_id>/texts", tags=["threads"], summary="Write as a person")
def write(thread_id: str, body: WriteText) -> Response[ThreadView]:
    call = call_of(router)
    call.caller.require_writer(THREAD)
    return answer(201, actions.write_text(call, identifier(thread_id, THREAD), body))


@router.post("/v1/threads/<thread_id>/hand-back", tags=["threads"], summary="Let automation go on")
def hand_back(thread_id: str, body: HandBack) -> Response[ThreadView]:  # noqa: ARG001 - an empty body
    call = call_of(router)
    call.caller.require_writer(THREAD)
    return answer(200, actions.hand_back(call, identifier(thread_id, THREAD)))
