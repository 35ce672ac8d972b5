"""Routes that providers call; each call is signed."""

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Response
from aws_lambda_powertools.event_handler.openapi.params import Path

from lambdas.messaging.actions.webhooks import require_sender, take_reports
from lambdas.messaging.webhooks import HEADER
from lambdas.shared.api.admission import header
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.messaging.recipients import TemplateName
from schemas.messaging.webhooks import ProviderReports, ReportsTaken

router = new_router()
PREFIX = "/v1/webhooks/"


@router.post("/v1/webhooks/<provider>", tags=["webhooks"], summary="Tell of sends and of texts that came in")
def take(provider: Annotated[TemplateName, Path()], body: ProviderReports) -> Response[ReportsTaken]:
    call = call_of(router)
    event = router.current_event.raw_event
    require_sender(call, provider, header(event, HEADER), str(event.get("body") or ""))
    return answer(200, ReportsTaken(taken=take_reports(call, provider, body)))
