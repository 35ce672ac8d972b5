"""QCMobile's routes, answering from the made-up register."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from local.fmcsa.carriers import Json, authorities, carrier, out_of_service_orders, wrapped
from local.fmcsa.conditions import Condition, condition_of

PREFIX = "/qc/services"
_MAINTENANCE_PAGE = "<html><head><title>FMCSA System Maintenance Page</title></head><body></body></html>"
_EDGE_PAGE = (
    "<html><head><title>403 Forbidden</title></head><body><center>403 Forbidden</center></body></html>"
)
_FAILURES_BEFORE_RECOVERY = 2
_LARGE = 2 * 1024 * 1024


@dataclass(frozen=True)
class Register:
    """The stand-in's settings and its only state: how often each recovering number failed."""

    web_key: str
    now: Callable[[], datetime]
    slow_seconds: float
    failures: Counter[int] = field(default_factory=Counter)

    def envelope(self, content: object, status: int = 200) -> JSONResponse:
        """QCMobile's answer around a content."""
        retrieved = self.now().strftime("%Y-%m-%dT%H:%M:%S.000+0000")
        return JSONResponse({"content": content, "retrievalDate": retrieved}, status)

    async def by_dot_number(self, request: Request) -> Response:
        return await self._answer(request, lambda elements, _condition: wrapped(elements))

    async def authority(self, request: Request) -> Response:
        return await self._answer(request, lambda elements, _condition: authorities(elements))

    async def out_of_service(self, request: Request) -> Response:
        return await self._answer(
            request, lambda _elements, condition: out_of_service_orders(_number(request), condition)
        )

    async def by_docket_number(self, request: Request) -> Response:
        """Docket number n belongs to USDOT number n; in the scripted blocks, to two carriers or to none."""
        number = _number(request)
        condition = condition_of(number)
        if condition is Condition.NONE_PER_DOCKET:
            return self._refusal(request) or self.envelope([])
        held = (number, number + 1) if condition is Condition.SEVERAL_PER_DOCKET else (number,)
        return await self._answer(
            request, lambda _elements, _condition: [wrapped(self._carrier(number)) for number in held]
        )

    def _carrier(self, number: int) -> Json:
        return carrier(number, condition_of(number), self.now().date())

    async def _answer(self, request: Request, content: Callable[[Json, Condition], object]) -> Response:
        refusal = self._refusal(request)
        if refusal is not None:
            return refusal
        number = _number(request)
        condition = condition_of(number)
        scripted = await self._misbehave(number, condition)
        if scripted is not None:
            return scripted
        answer = content(self._carrier(number), condition)
        whole = [answer] if condition is Condition.CONTENT_ARRAY and isinstance(answer, dict) else answer
        return self.envelope(whole)

    def _refusal(self, request: Request) -> Response | None:
        offered = request.query_params.get("webKey")
        if not offered:
            return self.envelope("Must provide Webkey", 404)
        return None if compare_digest(offered.encode(), self.web_key.encode()) else self._key_refused()

    def _key_refused(self) -> Response:
        return self.envelope("Webkey not found", 404)

    async def _misbehave(self, number: int, condition: Condition) -> Response | None:
        if condition is Condition.SLOW:
            await asyncio.sleep(self.slow_seconds)
        if condition is Condition.RECOVERS and self.failures[number] < _FAILURES_BEFORE_RECOVERY:
            self.failures[number] += 1
            return _overloaded()
        scripted: dict[Condition, Callable[[], Response]] = {
            Condition.MAINTENANCE: lambda: HTMLResponse(_MAINTENANCE_PAGE),
            Condition.REFUSED_AT_EDGE: lambda: HTMLResponse(_EDGE_PAGE, 403),
            Condition.WEB_KEY_REFUSED: self._key_refused,
            Condition.ERROR_MESSAGE: lambda: self.envelope("Unexpected error, try again later", 400),
            Condition.DRIP: lambda: StreamingResponse(self._drip(), media_type="application/json"),
            Condition.OVERLOADED: _overloaded,
            Condition.NOT_FOUND: lambda: self.envelope(None),
            Condition.TOO_LARGE: lambda: self.envelope({"carrier": {"legalName": "X" * _LARGE}}),
            Condition.REDIRECT: lambda: RedirectResponse("/", 302),
            Condition.CONTENT_MISSING: lambda: JSONResponse({"retrievalDate": None}),
        }
        return scripted[condition]() if condition in scripted else None

    async def _drip(self) -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b" "
            await asyncio.sleep(self.slow_seconds / 1_000)
        yield b'{"content": null}'


def build_app(register: Register) -> Starlette:
    """The stand-in's ASGI application, at the root and below QCMobile's own path."""
    routes = [
        Route("/carriers/{number:int}", register.by_dot_number),
        Route("/carriers/{number:int}/authority", register.authority),
        Route("/carriers/{number:int}/oos", register.out_of_service),
        Route("/carriers/docket-number/{number:int}", register.by_docket_number),
        Route("/health", _health),
    ]
    return Starlette(routes=[Mount(PREFIX, routes=routes), *routes])


def _number(request: Request) -> int:
    return int(request.path_params["number"])


def _overloaded() -> Response:
    return HTMLResponse("<html><body>503 Service Unavailable</body></html>", 503)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})
