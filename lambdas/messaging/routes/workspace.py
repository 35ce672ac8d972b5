"""Routes of what a workspace says of itself: its policy and its ledger of consents."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from lambdas.messaging.actions import consents, workspaces
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.consents import Address, ConsentList, RecordConsent
from schemas.messaging.policy import MessagingPolicy

router = new_router()


@router.get("/v1/messaging-policy", tags=["workspace"], summary="Read the workspace's policy of messaging")
def get_policy() -> Response[MessagingPolicy]:
    call = call_of(router)
    call.caller.require_reader("policy")
    return answer(200, workspaces.policy_of(call.dependencies, call.workspace_id))


@router.put("/v1/messaging-policy", tags=["workspace"], summary="Replace the workspace's policy of messaging")
def put_policy(body: MessagingPolicy) -> Response[MessagingPolicy]:
    call = call_of(router)
    call.caller.require_ruler()
    workspaces.put_policy(call.dependencies, call.workspace_id, body)
    return answer(200, body)


@router.get("/v1/consents", tags=["workspace"], summary="Read the ledger of an address")
def ledger(address: Annotated[Address, Query()]) -> Response[ConsentList]:
    call = call_of(router)
    call.caller.require_reader("ledger")
    return answer(200, consents.ledger_of(call, address))


@router.post("/v1/consents", tags=["workspace"], summary="Record a consent or its revocation")
def record(body: RecordConsent) -> Response[ConsentList]:
    call = call_of(router)
    call.caller.require_writer("ledger")
    return answer(201, consents.record_consent(call, body))
