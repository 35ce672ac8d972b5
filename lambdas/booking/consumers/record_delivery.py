"""Proves that an event went over the bus: it came back through a rule and a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.consumers.sqs_records import BusEvent, queue_handler
from lambdas.booking.repository import run

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies


def record_delivery(event: BusEvent, dependencies: Dependencies) -> None:
    """Mark the event delivered; again is the same."""
    run(
        dependencies.database,
        "record_delivery",
        event_ids=[event.metadata.id],
        now=dependencies.clock(),
    )


handler = queue_handler(record_delivery)
