"""Proves that a service's event went over the bus: it came back through a rule and a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.statements import statement

if TYPE_CHECKING:
    from lambdas.shared.queues import BusEvent
    from lambdas.shared.wiring import Dependencies


def record_delivery(event: BusEvent, dependencies: Dependencies) -> None:
    """Mark the event delivered in the service's outbox; again is the same."""
    dependencies.database.execute(
        statement(dependencies.settings.service, "record_delivery"),
        {"event_ids": [event.metadata.id], "now": dependencies.clock()},
    )
