"""One user of the public HTTP API: a token, and calls whose refusals say what was asked and why not."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from local.demo.failures import DemoFailedError

PATIENCE_SECONDS = 180.0  # longer than the relay takes to send again what a crash left unsent
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 2.0
ANSWER_SECONDS = 40.0
OUTAGE_SECONDS = 30.0
OUT_FOR_A_MOMENT = (429, 502, 503, 504)
Json = dict[str, Any]


@dataclass(frozen=True)
class Caller:
    """`name` is for messages only."""

    name: str
    client: httpx.AsyncClient
    token: str

    async def put(self, path: str, body: Json) -> Json:
        return await self._call("PUT", path, body, {})

    async def post(self, path: str, body: Json, key: str) -> Json:
        """`key` makes the call safe to repeat."""
        return await self._call("POST", path, body, {"Idempotency-Key": key})

    async def get(self, path: str) -> Json:
        return await self._call("GET", path, None, {})

    async def get_if_there(self, path: str) -> Json | None:
        """None for 404: not there, or not there yet for this caller."""
        answer = await self._send("GET", path, None, {})
        return None if answer.status_code == httpx.codes.NOT_FOUND else self._content("GET", path, answer)

    async def _call(self, method: str, path: str, body: Json | None, headers: dict[str, str]) -> Json:
        return self._content(method, path, await self._send(method, path, body, headers))

    async def _send(
        self, method: str, path: str, body: Json | None, headers: dict[str, str]
    ) -> httpx.Response:
        """Repeats what found the platform down for a moment: every call is safe to repeat."""
        signed = {**headers, "Authorization": self.token}
        deadline, pause = time.monotonic() + OUTAGE_SECONDS, FIRST_PAUSE_SECONDS
        while True:
            try:
                answer = await self.client.request(method, path, json=body, headers=signed)
                if answer.status_code not in OUT_FOR_A_MOMENT or time.monotonic() > deadline:
                    return answer
            except httpx.HTTPError as failure:
                if time.monotonic() > deadline:
                    said = f"{method} {path} by {self.name} got no answer: {failure!r}"
                    raise DemoFailedError(said) from failure
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _content(self, method: str, path: str, answer: httpx.Response) -> Json:
        if answer.is_error:
            raise DemoFailedError(
                f"{method} {path} by {self.name} was refused: {answer.status_code} {answer.text}"
            )
        return dict(answer.json())


async def until(
    look: Callable[[], Any],
    found: Callable[[Json], bool],
    waiting_for: str,
    seconds: float = PATIENCE_SECONDS,
) -> Json:
    """Looks again and again until it is found. Raises DemoFailedError after `seconds`."""
    deadline, pause = time.monotonic() + seconds, FIRST_PAUSE_SECONDS
    while True:
        seen: Json | None = await look()
        if seen is not None and found(seen):
            return seen
        if time.monotonic() > deadline:
            raise DemoFailedError(
                f"waited {seconds:.0f} s in vain for {waiting_for}; last seen: {_gist(seen)}"
            )
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


def _gist(seen: Json | None) -> str:
    return "nothing" if seen is None else str(seen.get("status", seen))


def client_of(api_url: str) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=32)
    return httpx.AsyncClient(base_url=api_url, timeout=ANSWER_SECONDS, limits=limits)
