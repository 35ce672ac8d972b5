"""What Powertools keeps in module-wide variables: a container for each request, in the world's time."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter
from aws_lambda_powertools.utilities.idempotency import base as idempotency
from aws_lambda_powertools.utilities.idempotency.persistence import base as persistence
from aws_lambda_powertools.utilities.idempotency.persistence import datarecord, dynamodb

from lambdas.shared.api.resolver import RestResolver
from local.simulator.functions import Handler


class Containers:
    """Those of one API: `answered` is its handler, `keep` sets the request at work aside."""

    def __init__(self, resolver: RestResolver, handler: Handler) -> None:
        self._resolver = resolver
        self._handler = handler

    def answered(self, event: Any, context: Any) -> Any:
        """Answer in a fresh container: nothing is left of a request that died."""
        self._resolver.context = {}
        return self._handler(event, context)

    def keep(self) -> Callable[[], None]:
        """Return what puts the present request back."""
        event = getattr(BaseRouter, "current_event", None)
        context = getattr(BaseRouter, "lambda_context", None)
        routing, self._resolver.context = self._resolver.context, {}

        def restore() -> None:
            BaseRouter.current_event, BaseRouter.lambda_context = event, context  # type: ignore[assignment]
            self._resolver.context = routing

        return restore


@contextmanager
def powertools_in_time(now: Callable[[], datetime]) -> Iterator[None]:
    """Let idempotency keys be claimed, and run out, in the world's time."""
    moment = SimpleNamespace(datetime=SimpleNamespace(now=now, datetime=object), timedelta=timedelta)
    with ExitStack() as stack:
        for module in (idempotency, persistence, datarecord, dynamodb):
            stack.enter_context(patch.object(module, "dt", moment))
        yield
