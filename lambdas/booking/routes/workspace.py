"""Routes of what a workspace says of itself: its policy and its carriers."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from lambdas.booking.actions.rules import carrier_of, policy_of, put_carrier, put_policy
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.carriers import CarrierView, PutCarrier
from schemas.booking.policy import WorkspacePolicy

router = new_router()
DotNumberOfPath = Annotated[int, Path(ge=1, le=99_999_999)]


@router.get("/v1/policy", tags=["workspace"], summary="Read the workspace's policy")
def get_policy() -> Response[WorkspacePolicy]:
    call = call_of(router)
    call.caller.require_reader("policy")
    return answer(200, policy_of(call))


@router.put("/v1/policy", tags=["workspace"], summary="Replace the workspace's policy")
def replace_policy(body: WorkspacePolicy) -> Response[WorkspacePolicy]:
    call = call_of(router)
    call.caller.require_ruler()
    put_policy(call, body)
    return answer(200, body)


@router.get("/v1/carriers/<dot_number>", tags=["workspace"], summary="Read what is known of a carrier")
def get_carrier(dot_number: DotNumberOfPath) -> Response[CarrierView]:
    call = call_of(router)
    call.caller.require_reader("carrier")
    return answer(200, carrier_of(call, dot_number))


@router.put("/v1/carriers/<dot_number>", tags=["workspace"], summary="Replace what is known of a carrier")
def replace_carrier(dot_number: DotNumberOfPath, body: PutCarrier) -> Response[CarrierView]:
    call = call_of(router)
    call.caller.require_writer("carrier")
    created = put_carrier(call, dot_number, body)
    return answer(201 if created else 200, carrier_of(call, dot_number))
