"""The resolver: routes with validated bodies, and a problem for whatever goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from aws_lambda_powertools.event_handler.api_gateway import APIGatewayRestResolver, Response, Router
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from lambdas.shared.api.problems import PROBLEM_JSON, invalid_request, problem_text, shown_path
from lambdas.shared.aws import is_aws_error
from lambdas.shared.error_tracking import track
from lambdas.shared.errors import RetryableError, SettingsInvalid
from lambdas.shared.logging import logger
from lambdas.shared.refusals import InternalFailure, MethodNotAllowed, NotFound, RequestRefused, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.api.call import Call

Body = TypeVar("Body")
INTERNAL_SERVER_ERROR = 500


class RestResolver(APIGatewayRestResolver):
    """Knows which methods a path answers, so that a wrong one is 405 and not 404."""

    def __init__(self) -> None:
        self.methods: list[tuple[Any, str]] = []
        super().__init__(enable_validation=True, response_validation_error_http_code=INTERNAL_SERVER_ERROR)

    def route(self, rule: str, method: Any, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        methods = [method] if isinstance(method, str) else list(method)
        self.methods += [(self._compile_regex(rule), name.upper()) for name in methods]
        return super().route(rule, method, *args, **kwargs)

    def methods_of(self, path: str) -> tuple[str, ...]:
        return tuple(sorted({method for pattern, method in self.methods if pattern.match(path)}))


def new_router() -> Router:
    """An empty set of routes."""
    return Router()  # type: ignore[no-untyped-call]  # Powertools leaves its constructor untyped


def make_resolver(routers: tuple[Router, ...]) -> RestResolver:
    """A resolver of these routes."""
    app = RestResolver()
    for router in routers:
        app.include_router(router)
    _handle_errors(app)
    return app


def _handle_errors(app: RestResolver) -> None:
    def respond(refusal: RequestRefused) -> Response[str]:
        return Response(
            status_code=refusal.status,
            content_type=PROBLEM_JSON,
            headers=dict(refusal.headers),
            body=problem_text(refusal, shown_path(app.current_event)),
        )

    def on_unknown_path(_error: Exception) -> Response[str]:
        allowed = app.methods_of(app.current_event.path)
        return respond(MethodNotAllowed(allowed) if allowed else NotFound())

    def on_invalid(error: RequestValidationError) -> Response[str]:
        return respond(invalid_request(error.errors()))

    def on_failure(error: Exception) -> Response[str]:
        return respond(failure_of(error))

    app.exception_handler(RequestRefused)(respond)
    app.exception_handler(RequestValidationError)(on_invalid)
    app.exception_handler(NotFoundError)(on_unknown_path)
    app.exception_handler(Exception)(on_failure)


def failure_of(error: Exception) -> RequestRefused:
    """What the caller reads of our own failure; the log has the rest."""
    from lambdas.shared.wiring import current  # noqa: PLC0415 - settings are read on first use only

    passing = isinstance(error, RetryableError) or is_aws_error(error)
    logger().error("request failed", error=type(error).__name__, exc_info=error)
    if passing:
        return Unavailable()
    if not isinstance(error, SettingsInvalid):
        track(error, current().settings)
    return InternalFailure()


def remember_call(app: RestResolver, call: Call) -> None:
    """Give the request to the routes; the resolver forgets it once it is answered."""
    app.append_context(call=call)  # type: ignore[no-untyped-call]  # untyped in Powertools


def call_of(router: Router) -> Call:
    """The request that the resolver is answering."""
    return cast("Call", router.context["call"])


def answer(status: int, body: Body, **headers: str) -> Response[Body]:
    """A JSON answer."""
    return Response(status_code=status, content_type="application/json", body=body, headers=dict(headers))
