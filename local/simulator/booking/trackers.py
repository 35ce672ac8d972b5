"""Tracking: says on the bus that a load was delivered and its proof accepted; also late, or proof first."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from lambdas.shared.ids import derived_id
from lambdas.shared.json_text import json_text
from local.simulator.booking.stage import HOUR, MINUTE, Heard, Stage
from local.simulator.world import World

if TYPE_CHECKING:
    from uuid import UUID

DISPATCHED = {"deliver": 84, "deliver late": 7, "proof first": 4, "silent": 5}
CHASED = {"proof": 70, "silent": 30}
IN_REVIEW = {"deliver": 55, "silent": 45}
SOURCE = "chain.tracking"
LATE_SECONDS = 40 * HOUR
Json = dict[str, Any]


class Trackers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._bookings: dict[UUID, str] = {}

    def hear(self, heard: Heard) -> None:
        if heard.detail_type == "LoadDispatched":
            self._bookings[heard.load.load_id] = heard.data["booking_id"]
            self._on_dispatch(heard)
        elif heard.detail_type == "PodChased" and self._stage.choose(CHASED, heard.key) == "proof":
            self._say("PodReceived", heard, self._stage.seconds(MINUTE, 20 * HOUR, heard.key))
        elif heard.detail_type == "ReviewRequested" and heard.load.load_id in self._bookings:
            self._on_review(heard)

    def _on_dispatch(self, heard: Heard) -> None:
        clock = self._stage.world.clock
        left = (heard.load.delivery_at - clock.present) / timedelta(seconds=1)
        on_time = max(left + self._stage.seconds(-2 * HOUR, 4 * HOUR, heard.key), MINUTE)
        proof = on_time + self._stage.seconds(HOUR, 60 * HOUR, f"{heard.key}/proof")
        match self._stage.choose(DISPATCHED, heard.key):
            case "deliver":
                self._say("LoadDelivered", heard, on_time)
                self._say("PodReceived", heard, proof)
            case "deliver late":
                self._say("LoadDelivered", heard, on_time + LATE_SECONDS)
                self._say("PodReceived", heard, proof + LATE_SECONDS)
            case "proof first":
                self._say("PodReceived", heard, on_time)
                self._say("LoadDelivered", heard, proof)

    def _on_review(self, heard: Heard) -> None:
        key = f"{heard.key}/tracked"
        if self._stage.choose(IN_REVIEW, key) == "deliver":
            self._say("LoadDelivered", heard, self._stage.seconds(MINUTE, 10 * HOUR, key))
            self._say("PodReceived", heard, self._stage.seconds(11 * HOUR, 30 * HOUR, key))

    def _say(self, detail_type: str, heard: Heard, after: float) -> None:
        booking_id = heard.data.get("booking_id") or self._bookings[heard.load.load_id]
        self._stage.later(after, partial(self._put, detail_type, heard, booking_id))

    def _put(self, detail_type: str, heard: Heard, booking_id: str) -> None:
        world = self._stage.world
        world.bus.put_events(Entries=[entry_of(detail_type, heard, booking_id, world)])
        world.trace.add(f"tracking: {detail_type} of {booking_id}")


def entry_of(detail_type: str, heard: Heard, booking_id: str, world: World) -> dict[str, str]:
    """What tracking puts on the bus, such as its models in `schemas/booking/events/loads.py` say."""
    now = world.clock.present.isoformat()
    facts = {
        "LoadDelivered": {"delivered_at": now},
        "PodReceived": {"document_key": "pod.pdf", "received_at": now},
    }[detail_type]
    detail = {
        "metadata": {
            "id": derived_id("tracking", booking_id, detail_type),
            "version": 1,
            "occurred_at": now,
            "workspace_id": heard.load.workspace_id,
            "correlation_id": "tracking",
        },
        "data": {"load_id": heard.load.load_id, "booking_id": booking_id, **facts},
    }
    return {
        "EventBusName": "chain",
        "Source": SOURCE,
        "DetailType": detail_type,
        "Detail": json_text(detail),
    }
