"""Routes of messages."""

from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from lambdas.messaging.actions import messages as actions
from lambdas.shared.api.call import identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.messages import (
    CancelMessage,
    MessageList,
    MessageView,
    MoveMessage,
    PlanMessage,
    Preview,
    PreviewMessage,
)

router = new_router()
MESSAGE = "message"


@router.post("/v1/messages", tags=["messages"], summary="Plan a message from a template")
def plan(body: PlanMessage) -> Response[MessageView]:
    call = call_of(router)
    call.caller.require_writer(MESSAGE)
    return answer(201, actions.plan_message(call, body))


@router.get("/v1/messages", tags=["messages"], summary="List messages, the newest first")
def list_all(load_id: Annotated[UUID | None, Query()] = None) -> Response[MessageList]:
    call = call_of(router)
    call.caller.require_reader(MESSAGE)
    return answer(200, MessageList(messages=actions.list_messages(call, load_id)))


@router.post("/v1/messages/preview", tags=["messages"], summary="See what a template says, and its cost")
def preview(body: PreviewMessage) -> Response[Preview]:
    call = call_of(router)
    call.caller.require_reader(MESSAGE)
    return answer(200, actions.preview_message(call, body))


@router.get("/v1/messages/<message_id>", tags=["messages"], summary="Read a message")
def get(message_id: str) -> Response[MessageView]:
    call = call_of(router)
    call.caller.require_reader(MESSAGE)
    return answer(200, actions.message_view(call, identifier(message_id, MESSAGE)))


@router.post("/v1/messages/<message_id>/move", tags=["messages"], summary="Let it go out at another time")
def move(message_id: str, body: MoveMessage) -> Response[MessageView]:
    call = call_of(router)
    call.caller.require_writer(MESSAGE)
    return answer(200, actions.move_message(call, identifier(message_id, MESSAGE), body))


@router.post("/v1/messages/<message_id>/cancel", tags=["messages"], summary="Call it off")
def cancel(message_id: str, body: CancelMessage) -> Response[MessageView]:
    call = call_of(router)
    call.caller.require_writer(MESSAGE)
    return answer(200, actions.cancel_message(call, identifier(message_id, MESSAGE), body))
