"""What booking and tracking say of one load, as it comes over the bus."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from lambdas.messaging.consumers.follow_loads import handler
from lambdas.shared.queues import BusEvent
from tests.lambdas.messaging.surroundings import DRIVER, NOW
from tests.lambdas.messaging.workflow.run import MessageRun

LOAD = UUID(int=1)
PICKUP = NOW + timedelta(hours=6)
OFFER = {
    "offer_id": str(UUID(int=9)),
    "dot_number": 1001,
    "rate": {"amount": 185_000, "currency": "USD"},
    "contact": {"name": "Dana", "phone": DRIVER, "email": None},
    "expires_at": (NOW + timedelta(minutes=30)).isoformat(),
}


def stop(sequence: int, kind: str, at: Any) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "type": kind,
        "facility": "Lone Star",
        "city": "Dallas",
        "state": "TX",
        "time_zone": "America/Chicago",
        "start": at.isoformat(),
        "end": (at + timedelta(hours=1)).isoformat(),
    }


def received(pickup: Any = PICKUP) -> dict[str, Any]:
    stops = [stop(1, "pickup", pickup), stop(2, "delivery", pickup + timedelta(days=1))]
    return {"load_number": "48000", "external_id": "TMS-48000", "equipment": "V", "stops": stops}


def tell(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> None:
    """An event of booking or tracking comes over the bus."""
    assert run.consume(handler, on_the_bus(run, detail_type, data)) == []


def on_the_bus(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> str:
    metadata = {
        "id": str(run.dependencies.new_id()),
        "occurred_at": run.dependencies.clock().isoformat(),
        "workspace_id": "acme",
        "correlation_id": "demo",
    }
    detail = {"metadata": metadata, "data": {"load_id": str(LOAD), **(data or {})}}
    return json.dumps({"source": "chain.booking", "detail-type": detail_type, "detail": detail})


def as_event(run: MessageRun, detail_type: str, data: dict[str, Any] | None = None) -> BusEvent:
    return BusEvent.model_validate_json(on_the_bus(run, detail_type, data))
