"""Routes of autopilot: rules, the pack of check calls, and what will happen to a load."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from lambdas.messaging.actions import rules as actions
from lambdas.shared.api.call import identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.common import Identifier
from schemas.messaging.autopilot import PutRule, Rule
from schemas.messaging.autopilot_views import AutopilotView
from schemas.messaging.rules import AddPack, RuleList

router = new_router()
RULE = "rule"


@router.get("/v1/autopilot-rules", tags=["autopilot"], summary="List rules")
def list_all() -> Response[RuleList]:
    call = call_of(router)
    call.caller.require_reader(RULE)
    return answer(200, RuleList(rules=actions.rules_of(call)))


@router.post("/v1/autopilot-rules/check-calls", tags=["autopilot"], summary="Copy the check-call rules, off")
def add_pack(body: AddPack) -> Response[RuleList]:  # noqa: ARG001 - an empty body
    call = call_of(router)
    call.caller.require_ruler()
    return answer(200, RuleList(rules=actions.add_pack(call)))


@router.get("/v1/autopilot-rules/<rule_id>", tags=["autopilot"], summary="Read a rule")
def get(rule_id: Annotated[Identifier, Path()]) -> Response[Rule]:
    call = call_of(router)
    call.caller.require_reader(RULE)
    return answer(200, actions.rule_by_id(call, rule_id))


@router.put("/v1/autopilot-rules/<rule_id>", tags=["autopilot"], summary="Save a rule")
def put(rule_id: Annotated[Identifier, Path()], body: PutRule) -> Response[Rule]:
    call = call_of(router)
    call.caller.require_ruler()
    return answer(200, actions.put_rule(call, rule_id, body))


@router.delete("/v1/autopilot-rules/<rule_id>", tags=["autopilot"], summary="Delete a rule and its timers")
def delete(rule_id: Annotated[Identifier, Path()]) -> Response[Rule]:
    call = call_of(router)
    call.caller.require_ruler()
    return answer(200, actions.delete_rule(call, rule_id))


@router.get("/v1/loads/<load_id>/autopilot", tags=["autopilot"], summary="See what will fire, when, why not")
def explain(load_id: str) -> Response[AutopilotView]:
    call = call_of(router)
    call.caller.require_reader("load")
    return answer(200, actions.autopilot_of(call, identifier(load_id, "load")))
