"""Calls that wait for minutes: each has a thread of its own, so that others are not kept from theirs."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Any


async def run_in_its_own_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """The function's result or error; an engine that ends does not wait for the thread."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()

    def work() -> None:
        try:
            result, error = function(*arguments), None
        except Exception as raised:  # noqa: BLE001 -- raised again where it is awaited
            result, error = None, raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody awaits the answer
            loop.call_soon_threadsafe(_settle, answer, result, error)

    threading.Thread(target=work, name="engine-waiting-call", daemon=True).start()
    return await answer


def _settle(answer: "asyncio.Future[Any]", result: Any, error: Exception | None) -> None:
    if answer.done():
        return
    if error is not None:
        answer.set_exception(error)
    else:
        answer.set_result(result)
