"""A STOP that crosses a send: it comes when the send was decided on, and is not claimed yet."""

from collections.abc import Mapping
from typing import Any

from lambdas.shared.json_text import Json
from local.simulator.message.contacts import Contacts
from local.simulator.message.stage import Stage

FAULT = "text-crosses"
CHANCE = 0.04
PAUSE_SECONDS = 4
"""Long enough for the text to be taken in, and well within the function's time."""


class Crossing:
    """Hears of statements before they are run; each send is crossed at most once."""

    def __init__(self, stage: Stage, contacts: Contacts) -> None:
        self._stage = stage
        self._contacts = contacts
        self._looked_at: set[str] = set()

    def about_to_write(self, name: str, parameters: Mapping[str, object]) -> None:
        claim = _claim(name, parameters)
        if claim is None or claim["channel"] != "sms":
            return
        key = f"{claim['address']}/{claim['delivery_id']}"
        world = self._stage.world
        if key in self._looked_at or world.fibers.invocation is None:
            return
        self._looked_at.add(key)
        if world.faults.calm or not world.faults.happens(FAULT, CHANCE, key):
            return
        world.faults.struck[FAULT] += 1
        self._contacts.revoke(claim["address"], claim["origin"], f"crossing/{key}")
        world.fibers.pause(PAUSE_SECONDS)


def _claim(name: str, parameters: Mapping[str, object]) -> Mapping[str, Any] | None:
    changes = parameters.get("changes")
    if name != "write_visit" or not isinstance(changes, Json):
        return None
    claim: Mapping[str, Any] | None = changes.value["delivery"]
    return claim
