"""Requests to a service's HTTP API: the real handler, called as API Gateway calls it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from local.simulator.functions import THROTTLED, TIMED_OUT, Function, FunctionError
from local.simulator.world import World

SECONDS_TO_ARRIVE = 0.3
PAUSES_SECONDS = (2, 9, 31, 90)
GATEWAY_STATUS = {THROTTLED: 429, TIMED_OUT: 504}
BAD_GATEWAY = 502
Then = Callable[[int, Any], None]


@dataclass(frozen=True)
class Caller:
    """Who asks, with the claims of a verified token."""

    workspace_id: str
    role: str
    dot_number: int | None = None

    @property
    def name(self) -> str:
        who = self.role if self.dot_number is None else f"carrier {self.dot_number}"
        return f"{who} of {self.workspace_id}"

    @property
    def claims(self) -> dict[str, str]:
        claims = {
            "sub": f"{self.role}-{self.dot_number or ''}",
            "cognito:groups": self.role,
            "custom:workspace_id": self.workspace_id,
        }
        return claims if self.dot_number is None else {**claims, "custom:dot_number": str(self.dot_number)}


@dataclass(frozen=True)
class Request:
    """`key` names the act: it is the Idempotency-Key, and all tries of one act share it."""

    caller: Caller
    method: str
    path: str
    key: str
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """`title` is the problem's of a refusal, else empty."""

    status: int
    body: Any
    title: str = ""


class Desk:
    """Sends requests; tries again what may work another time. `inspect` sees every answer."""

    def __init__(self, world: World, function: Function, inspect: Callable[[Request, Answer], None]) -> None:
        self._world = world
        self._function = function
        self._inspect = inspect

    def send(self, request: Request, then: Then | None = None) -> None:
        seconds = SECONDS_TO_ARRIVE * self._world.decisions.number(f"arrives/{request.key}")
        self._world.agenda.after(seconds, partial(self._try, request, then, 0))

    def _try(self, request: Request, then: Then | None, tries: int) -> None:
        answer = self._asked(request)
        said = f"{answer.status} {answer.title}".rstrip()
        self._world.trace.add(f"{request.caller.name}: {request.method} {request.path} → {said}")
        self._inspect(request, answer)
        if _may_work_again(answer) and tries < len(PAUSES_SECONDS):
            self._world.agenda.after(PAUSES_SECONDS[tries], partial(self._try, request, then, tries + 1))
        elif then is not None:
            then(answer.status, answer.body)

    def _asked(self, request: Request) -> Answer:
        try:
            answer = self._world.functions.call(self._function, event_of(request), f"api/{request.key}")
        except FunctionError as failure:
            return Answer(GATEWAY_STATUS.get(failure.name, BAD_GATEWAY), None, failure.name)
        body = json.loads(answer["body"] or "null")
        title = str(body.get("title", "")) if answer["statusCode"] >= 400 else ""  # noqa: PLR2004 - HTTP's
        return Answer(answer["statusCode"], body, title)


def _may_work_again(answer: Answer) -> bool:
    in_progress = str((answer.body or {}).get("type", "")).endswith(("request-in-progress", "try-again"))
    return answer.status == GATEWAY_STATUS[THROTTLED] or answer.status >= 500 or in_progress  # noqa: PLR2004 - HTTP's


def event_of(request: Request) -> dict[str, Any]:
    """The REST proxy event that API Gateway makes of a request."""
    keyed = {"Idempotency-Key": request.key} if request.method == "POST" else {}
    return {
        "resource": "/{proxy+}",
        "path": request.path,
        "httpMethod": request.method,
        "headers": {"Content-Type": "application/json", **keyed, **request.headers},
        "multiValueHeaders": {},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "requestContext": {
            "stage": "v1",
            "requestId": "1",
            "authorizer": {"claims": request.caller.claims},
        },
        "body": None if request.body is None else json.dumps(request.body),
        "isBase64Encoded": False,
    }
