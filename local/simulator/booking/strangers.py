"""People of other workspaces who try what is not theirs; every one of these requests must be refused."""

from functools import partial

from local.simulator.booking.cast import WORKSPACES
from local.simulator.booking.stage import HOUR, Heard, Stage
from local.simulator.desk import Caller, Request

TRIES = {"silent": 92, "read": 4, "act": 4}


class Strangers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def hear(self, heard: Heard) -> None:
        key = f"stranger/{heard.key}"
        choice = self._stage.choose(TRIES, key)
        if choice == "silent":
            return
        others = [name for name in WORKSPACES if name != heard.load.workspace_id]
        workspace_id = self._stage.world.decisions.one_of(others, f"{key}/whose")
        request = (
            _reading(heard, workspace_id, key) if choice == "read" else _acting(heard, workspace_id, key)
        )
        after = self._stage.seconds(1, HOUR, key)
        self._stage.later(after, partial(self._stage.desk.send, request))


def _reading(heard: Heard, workspace_id: str, key: str) -> Request:
    data = heard.data
    if "booking_id" in data:
        path = f"/v1/bookings/{data['booking_id']}"
    elif "offer_id" in data:
        path = f"/v1/offers/{data['offer_id']}"
    else:
        path = f"/v1/loads/{data['load_id']}"
    return Request(Caller(workspace_id, "member"), "GET", path, key)


def _acting(heard: Heard, workspace_id: str, key: str) -> Request:
    """As the same carrier, signed in at another workspace."""
    data = heard.data
    carrier = Caller(workspace_id, "carrier", data.get("dot_number", 1001))
    if "booking_id" in data:
        path, body = f"/v1/bookings/{data['booking_id']}/bounce", {"reason": "Not mine"}
        return Request(carrier, "POST", path, key, body)
    if "offer_id" in data:
        return Request(carrier, "POST", f"/v1/offers/{data['offer_id']}/accept", key, {})
    member = Caller(workspace_id, "member")
    return Request(member, "POST", f"/v1/loads/{data['load_id']}/cancel", key, {"reason": "Not mine"})
