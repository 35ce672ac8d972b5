"""Whether the function answers at all; for everybody."""

from aws_lambda_powertools.event_handler.api_gateway import Response

from lambdas.shared.api.resolver import answer, new_router

router = new_router()
PATH = "/v1/health"


@router.get(PATH, tags=["health"], summary="Is the API up?")
def get() -> Response[dict[str, str]]:
    return answer(200, {"status": "ok"})
