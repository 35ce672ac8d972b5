"""Records of a queue as Lambda gives them to a consumer, and events as the bus leaves them in a queue."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from lambdas.shared.wiring import use
from tests.lambdas.booking.api.desk import NOW, Desk
from tests.lambdas.booking.api.people import WORKSPACE

Handler = Callable[[dict[str, Any], Any], Any]


def consumed(desk: Desk, handler: Handler, *bodies: str, milliseconds_left: int = 9_000) -> list[str]:
    """Give a batch to a handler; returns the ids of the records that come again."""
    records = [
        {"messageId": str(number), "body": body, "eventSource": "aws:sqs"}
        for number, body in enumerate(bodies)
    ]
    context = SimpleNamespace(aws_request_id="1", get_remaining_time_in_millis=lambda: milliseconds_left)
    with use(desk.dependencies):
        answer = handler({"Records": records}, context)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def on_the_bus(detail_type: str, detail: dict[str, Any], source: str = "chain.booking") -> str:
    return json.dumps({"version": "0", "source": source, "detail-type": detail_type, "detail": detail})


def event(detail_type: str, data: dict[str, Any], source: str, **metadata: Any) -> str:
    """An event of another service, always with the same id unless `metadata` says otherwise."""
    told = {
        "id": "00000000-0000-4000-8000-000000000001",
        "version": 1,
        "occurred_at": NOW.isoformat(),
        "workspace_id": WORKSPACE,
        "correlation_id": "c",
        **metadata,
    }
    return on_the_bus(detail_type, {"metadata": told, "data": data}, source)
