"""The HTTP API of booking: one function behind API Gateway, its routes in `routes/`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lambdas.booking.actions.call import Call
from lambdas.booking.refusals import RequestRefused
from lambdas.booking.routes import bookings, health, loads, offers, posts, signing, workspace
from lambdas.booking.routes.admission import admitted, header
from lambdas.booking.routes.caller import Caller, caller_of
from lambdas.booking.routes.once import claim_of, once
from lambdas.booking.routes.problems import problem_response, shown_path
from lambdas.booking.routes.resolver import failure_of, make_resolver, remember_call
from lambdas.shared.logging import bind, logger
from lambdas.shared.wiring import current

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = dict[str, Any]
STRANGER = Caller(workspace_id="", subject="anybody", roles=frozenset())

resolver = make_resolver(
    (
        loads.router,
        posts.router,
        offers.router,
        bookings.router,
        workspace.router,
        signing.router,
        health.router,
    )
)


def handler(event: dict[str, Any], context: Any) -> Answer:
    """Answer a REST API event. Every refusal is a problem (RFC 9457); nothing is raised."""
    bind(
        function_request_id=getattr(context, "aws_request_id", None),
        method=event.get("httpMethod"),
        path=shown_path(event),
    )
    try:
        return _answered(event, context)
    except RequestRefused as refusal:
        return problem_response(refusal, shown_path(event))
    except Exception as error:  # noqa: BLE001 - the edge: whatever failed is logged and answered 5xx
        return problem_response(failure_of(error), shown_path(event))


def _answered(event: dict[str, Any], context: Any) -> Answer:
    request = admitted(event)
    caller = STRANGER if _is_public(request) else caller_of(request)
    logger().append_keys(workspace_id=caller.workspace_id)
    answer = _resolution(request, context, caller)
    claim = claim_of(request, caller)
    return answer() if claim is None else once(claim, current(), context, answer)


def _is_public(request: dict[str, Any]) -> bool:
    path = str(request.get("path"))
    return path == health.PATH or path.startswith(signing.PREFIX)


def _resolution(request: dict[str, Any], context: Any, caller: Caller) -> Callable[[], Answer]:
    def resolve() -> Answer:
        dependencies = current()
        patient = "respond-async" not in header(request, "prefer")
        call = Call(caller, dependencies, dependencies.clock(), time.sleep, patient)
        remember_call(resolver, call)
        return resolver.resolve(request, context)

    return resolve
