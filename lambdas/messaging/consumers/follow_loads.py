"""Booking's and tracking's events: the load's projection, autopilot, and what an event asks for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from lambdas.messaging.actions.announcing import announce
from lambdas.messaging.actions.loads import follow, read_load
from lambdas.messaging.actions.steering import steer
from lambdas.shared.queues import BusEvent, queue_handler

if TYPE_CHECKING:
    from lambdas.shared.wiring import Dependencies


def follow_loads(event: BusEvent, dependencies: Dependencies) -> None:
    """Take an event in. The same again changes nothing; what an earlier try left undone is done.

    What overtakes its LoadReceived is kept in the projection, and LoadReceived does what it asked for.
    """
    workspace_id, data = event.metadata.workspace_id, event.detail["data"]
    load_id = UUID(data["load_id"])
    occurred_at = event.metadata.occurred_at.isoformat()
    follow(dependencies, workspace_id, load_id, (event.detail_type, data, occurred_at))
    load = read_load(dependencies, workspace_id, load_id)
    if load is None or not load.facts["stops"]:
        return
    announce(dependencies, load, event.detail_type, data)
    steer(dependencies, workspace_id, load_id)


handler = queue_handler(follow_loads)
