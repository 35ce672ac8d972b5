"""Routes that providers call; each call is signed."""

import re
from typing import TYPE_CHECKING, Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from lambdas.messaging.actions.webhooks import require_sender, take_reports
from lambdas.messaging.webhooks import HEADER
from lambdas.shared.api.admission import header
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.recipients import TemplateName
from schemas.messaging.webhooks import ProviderReports, ReportsTaken

if TYPE_CHECKING:
    from lambdas.shared.api.call import Call

router = new_router()
PREFIX = "/v1/webhooks/"
PATH = re.compile(rf"{PREFIX}([a-z0-9][a-z0-9_-]{{0,79}})")


@router.post("/v1/webhooks/<provider>", tags=["webhooks"], summary="Tell of sends and of texts that came in")
def take(provider: Annotated[TemplateName, Path()], body: ProviderReports) -> Response[ReportsTaken]:
    return answer(200, ReportsTaken(taken=take_reports(call_of(router), provider, body)))


def require_signed(call: "Call", request: dict[str, Any]) -> None:
    """Refuse a webhook by its signature before its body is looked into. Raises WebhookRefused."""
    found = PATH.fullmatch(str(request.get("path")))
    if found is not None and request.get("httpMethod") == "POST":
        require_sender(call, found[1], header(request, HEADER), str(request.get("body") or ""))
