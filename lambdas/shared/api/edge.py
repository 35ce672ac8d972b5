"""The edge of an HTTP API: one function behind API Gateway, every refusal a problem (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.api.admission import admitted, header
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller, caller_of
from lambdas.shared.api.once import claim_of, once
from lambdas.shared.api.problems import problem_response, shown_path
from lambdas.shared.api.resolver import failure_of, remember_call
from lambdas.shared.logging import bind, logger
from lambdas.shared.refusals import RequestRefused
from lambdas.shared.wiring import current

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.api.resolver import RestResolver

Answer = dict[str, Any]
Request = dict[str, Any]
STRANGER = Caller(workspace_id="", subject="anybody", roles=frozenset())


def anybody(_call: Call, _request: Request) -> None:
    """Nothing more than a token, or a public path, is asked of a caller."""


def api_handler(
    resolver: RestResolver,
    is_public: Callable[[str], bool],
    require_sender: Callable[[Call, Request], None] = anybody,
) -> Callable[[dict[str, Any], Any], Answer]:
    """Make the Lambda handler of an API; paths that are public are answered without a token.

    `require_sender` raises a RequestRefused before the body is looked into. The handler answers REST API
    events and raises nothing.
    """

    def handler(event: dict[str, Any], context: Any) -> Answer:
        bind(
            function_request_id=getattr(context, "aws_request_id", None),
            method=event.get("httpMethod"),
            path=shown_path(event),
        )
        try:
            return answered(event, context)
        except RequestRefused as refusal:
            return problem_response(refusal, shown_path(event))
        except Exception as error:  # noqa: BLE001 - the edge: whatever failed is logged and answered 5xx
            return problem_response(failure_of(error), shown_path(event))

    def answered(event: dict[str, Any], context: Any) -> Answer:
        request = admitted(event)
        caller = STRANGER if is_public(str(request.get("path"))) else caller_of(request)
        logger().append_keys(workspace_id=caller.workspace_id)
        answer = _resolution(resolver, request, context, caller, require_sender)
        claim = claim_of(request, caller)
        return answer() if claim is None else once(claim, current(), context, answer)

    return handler


def _resolution(
    resolver: RestResolver,
    request: Request,
    context: Any,
    caller: Caller,
    require_sender: Callable[[Call, Request], None],
) -> Callable[[], Answer]:
    def resolve() -> Answer:
        dependencies = current()
        patient = "respond-async" not in header(request, "prefer")
        call = Call(caller, dependencies, dependencies.clock(), dependencies.sleep, patient)
        require_sender(call, request)
        remember_call(resolver, call)
        return resolver.resolve(request, context)

    return resolve
