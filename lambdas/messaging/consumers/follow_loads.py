"""Booking's and tracking's events: the load's projection, autopilot, and what an event asks for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from lambdas.messaging.actions.announcing import announce_load, announce_offer, end_offer
from lambdas.messaging.actions.loads import follow, load_of_workspace, read_load
from lambdas.messaging.actions.steering import steer
from lambdas.messaging.errors import LoadIncomplete
from lambdas.shared.queues import BusEvent, queue_handler

if TYPE_CHECKING:
    from lambdas.messaging.actions.loads import LoadRow
    from lambdas.shared.wiring import Dependencies

# ten records of a batch, each waiting its longest, stay within the function's 20 s
LOOKS, PAUSE_SECONDS = 3, 0.5
ENDED_OFFERS = frozenset({"OfferExpired", "OfferDeclined", "HoldReleased", "LoadHeld"})


def follow_loads(event: BusEvent, dependencies: Dependencies) -> None:
    """Take an event in. The same again changes nothing; what an earlier try left undone is done."""
    workspace_id, data = event.metadata.workspace_id, event.detail["data"]
    load_id = UUID(data["load_id"])
    occurred_at = event.metadata.occurred_at.isoformat()
    follow(dependencies, workspace_id, load_id, (event.detail_type, data, occurred_at))
    load = read_load(dependencies, workspace_id, load_id)
    if load is None:
        return
    _announce(event, dependencies, load)
    steer(dependencies, workspace_id, load_id)


def _announce(event: BusEvent, dependencies: Dependencies, load: LoadRow) -> None:
    data = event.detail["data"]
    if event.detail_type == "OfferSent":
        announce_offer(dependencies, _complete(dependencies, load), data)
    elif event.detail_type in ENDED_OFFERS:
        end_offer(dependencies, load, data)
    elif event.detail_type == "DriverAssigned":
        announce_load(dependencies, load, str(event.metadata.id))


def _complete(dependencies: Dependencies, load: LoadRow) -> LoadRow:
    """The load once its LoadReceived has been applied, which an offer may overtake. Raises LoadIncomplete."""
    for _ in range(LOOKS):
        if load.facts["stops"]:
            return load
        dependencies.sleep(PAUSE_SECONDS)
        load = load_of_workspace(dependencies, load.workspace_id, load.load_id)
    raise LoadIncomplete(load.load_id)


handler = queue_handler(follow_loads)
