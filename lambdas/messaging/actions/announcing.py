"""Messages that an event asks for by itself: an offer to a carrier, a load to its driver."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lambdas.messaging.actions.moving import cancel
from lambdas.messaging.actions.planning import Plan, plan
from lambdas.messaging.actions.templating import template_of
from lambdas.messaging.identifiers import message_id_of
from lambdas.messaging.moves import seconds_until
from lambdas.messaging.projection import ENDED_OFFERS, open_offers
from lambdas.messaging.variables import offer_values
from lambdas.shared.refusals import NotFound, StateConflict
from schemas.messaging.recipients import Recipient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from lambdas.messaging.actions.loads import LoadRow
    from lambdas.shared.wiring import Dependencies

OFFER, ASSIGNED = "load_offer", "driver_assigned"
SHORTEST_REPLY_SECONDS = 60


def announce(dependencies: Dependencies, load: LoadRow, detail_type: str, data: Mapping[str, Any]) -> None:
    """Plan or call off what an event asks for. The load tells of what: a late event says nothing old."""
    if detail_type in ENDED_OFFERS:
        _end_offer(dependencies, load, data["offer_id"])
    if detail_type == "OfferSent":
        _announce_offers(dependencies, load, lambda offer_id, _: offer_id == data["offer_id"])
    if detail_type == "LoadReceived":
        _announce_offers(dependencies, load, lambda _, offer: offer.get("early", False))
    if detail_type in ("DriverAssigned", "LoadReceived"):
        _announce_load(dependencies, load)


def _announce_offers(
    dependencies: Dependencies, load: LoadRow, asked: Callable[[str, Mapping[str, Any]], bool]
) -> None:
    for offer_id, offer in open_offers(load.facts).items():
        if asked(offer_id, offer):
            _announce_offer(dependencies, load, offer_id, offer)


def _announce_offer(
    dependencies: Dependencies, load: LoadRow, offer_id: str, offer: Mapping[str, Any]
) -> None:
    """Offer the load to the carrier's known contact; its answer is the carrier's answer to the offer."""
    now, expires_at = dependencies.clock(), datetime.fromisoformat(offer["expires_at"])
    if offer.get("contact") is None or expires_at <= now:
        return
    template = template_of(dependencies, load.workspace_id, OFFER)
    seconds = max(seconds_until(expires_at, now), SHORTEST_REPLY_SECONDS)
    plan(
        dependencies,
        Plan(
            message_id=offer_message_id(load.workspace_id, offer_id, offer["expires_at"]),
            workspace_id=load.workspace_id,
            recipient=Recipient.model_validate({"role": "carrier", **offer["contact"]}),
            handling=template.document.handling.model_copy(update={"reply_seconds": seconds}),
            due_at=now,
            created_by="messaging",
            template=template.name,
            template_version=template.version,
            load_id=load.load_id,
            subject_id=f"offer:{offer_id}",
            variables=offer_values(offer),
        ),
        now,
    )


def offer_message_id(workspace_id: str, offer_id: str, expires_at: str) -> UUID:
    """An offer that is made again, until another time, is another message."""
    return message_id_of(workspace_id, f"{OFFER}/{offer_id}/{expires_at}")


def _end_offer(dependencies: Dependencies, load: LoadRow, offer_id: str) -> None:
    """An offer that is over is not waited for any more."""
    made = load.facts["offers"].get(offer_id)
    if made is None or offer_id in open_offers(load.facts):
        return
    message_id = offer_message_id(load.workspace_id, offer_id, made["expires_at"])
    try:
        cancel(dependencies, load.workspace_id, message_id, "offer_ended")
    except (StateConflict, NotFound):
        return


def _announce_load(dependencies: Dependencies, load: LoadRow) -> None:
    """Tell the driver about the load, once for each assignment."""
    driver, now = load.facts.get("driver") or {}, dependencies.clock()
    if not driver.get("phone"):
        return
    assignment = f"{ASSIGNED}/{load.load_id}/{load.facts['as_of']['driver']}"
    template = template_of(dependencies, load.workspace_id, ASSIGNED)
    recipient = {"role": "driver", "name": driver.get("name"), "phone": driver["phone"]}
    plan(
        dependencies,
        Plan(
            message_id=message_id_of(load.workspace_id, assignment),
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
