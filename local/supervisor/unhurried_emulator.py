"""ministack as Terraform's provider needs it, run by the emulator's own interpreter.

The provider's client closes a connection whose answer overtakes the last of its own work on the request: it
sends the request again, and a creation "already exists" (1 to 3 in 1,500 requests on two cores).
"""

import asyncio
from typing import Any

from ministack.app import app as ministack  # type: ignore[import-not-found]  # in the emulator's environment

SECONDS = 0.01


async def app(scope: Any, receive: Any, send: Any) -> None:
    async def unhurried(message: Any) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(SECONDS)
        await send(message)

    await ministack(scope, receive, unhurried)
