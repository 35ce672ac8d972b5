"""Messages that an event asks for by itself: an offer to a carrier, a load to its driver."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lambdas.messaging.actions.moving import cancel
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.actions.templating import template_of
from lambdas.messaging.identifiers import message_id_of
from lambdas.messaging.moves import seconds_until
from lambdas.messaging.variables import offer_values
from lambdas.shared.refusals import NotFound, StateConflict
from schemas.messaging.recipients import Recipient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from lambdas.messaging.actions.loads import LoadRow
    from lambdas.shared.wiring import Dependencies

OFFER, ASSIGNED = "load_offer", "driver_assigned"
SHORTEST_REPLY_SECONDS = 60


def announce_offer(dependencies: Dependencies, load: LoadRow, data: Mapping[str, Any]) -> None:
    """Offer the load to the carrier's known contact; its answer is the carrier's answer to the offer."""
    contact, now = data.get("contact"), dependencies.clock()
    expires_at = datetime.fromisoformat(data["expires_at"])
    if contact is None or expires_at <= now:
        return
    template = template_of(dependencies, load.workspace_id, OFFER)
    seconds = max(seconds_until(expires_at, now), SHORTEST_REPLY_SECONDS)
    plan(
        dependencies,
        Plan(
            message_id=offer_message_id(load.workspace_id, data["offer_id"], data["expires_at"]),
            workspace_id=load.workspace_id,
            recipient=Recipient.model_validate({"role": "carrier", **contact}),
            handling=template.document.handling.model_copy(update={"reply_seconds": seconds}),
            due_at=now,
            created_by="messaging",
            template=template.name,
            template_version=template.version,
            load_id=load.load_id,
            subject_id=f"offer:{data['offer_id']}",
            variables=offer_values(data["rate"]),
        ),
        now,
    )


def offer_message_id(workspace_id: str, offer_id: str, expires_at: str) -> UUID:
    """An offer that is made again, until another time, is another message."""
    return message_id_of(workspace_id, f"{OFFER}/{offer_id}/{expires_at}")


def end_offer(dependencies: Dependencies, load: LoadRow, data: Mapping[str, Any]) -> None:
    """An offer that is over is not waited for any more."""
    made = load.facts["offers"].get(data["offer_id"])
    if made is None:
        return
    message_id = offer_message_id(load.workspace_id, data["offer_id"], made["expires_at"])
    try:
        cancel(dependencies, load.workspace_id, message_id, "offer_ended")
    except (StateConflict, NotFound):
        return


def announce_load(dependencies: Dependencies, load: LoadRow, event_id: str) -> None:
    """Tell the driver about the load."""
    driver, now = load.facts.get("driver") or {}, dependencies.clock()
    if not driver.get("phone"):
        return
    template = template_of(dependencies, load.workspace_id, ASSIGNED)
    recipient = {"role": "driver", "name": driver.get("name"), "phone": driver["phone"]}
    plan(
        dependencies,
        Plan(
            message_id=message_id_of(load.workspace_id, f"{ASSIGNED}/{event_id}"),
            workspace_id=load.workspace_id,
            recipient=Recipient.model_validate(recipient),
            handling=template.document.handling,
            due_at=now,
            created_by="messaging",
            template=template.name,
            template_version=template.version,
            load_id=load.load_id,
        ),
        now,
    )
