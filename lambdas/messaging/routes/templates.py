"""Routes of templates."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from lambdas.messaging.actions import templating as actions
from lambdas.messaging.actions.checked import checked
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.recipients import TemplateName
from schemas.messaging.templates import PutTemplate, TemplateList, TemplateView

router = new_router()
TEMPLATE = "template"


@router.get("/v1/templates", tags=["templates"], summary="List templates")
def list_all() -> Response[TemplateList]:
    call = call_of(router)
    call.caller.require_reader(TEMPLATE)
    found = actions.templates_of(call.dependencies, call.workspace_id)
    return answer(200, TemplateList(templates=tuple(map(actions.template_view, found))))


@router.get("/v1/templates/<name>", tags=["templates"], summary="Read a template")
def get(name: Annotated[TemplateName, Path()]) -> Response[TemplateView]:
    call = call_of(router)
    call.caller.require_reader(TEMPLATE)
    found = actions.template_of(call.dependencies, call.workspace_id, name)
    return answer(200, actions.template_view(found))


@router.put("/v1/templates/<name>", tags=["templates"], summary="Save a new version of a template")
def put(name: Annotated[TemplateName, Path()], body: PutTemplate) -> Response[TemplateView]:
    call = call_of(router)
    call.caller.require_ruler()
    author = call.caller.subject
    saved = checked(
        "variants",
        lambda: actions.put_template(call.dependencies, call.workspace_id, name, body, author),
    )
    return answer(200, actions.template_view(saved))
