"""What the API reads and writes of booking's rows: one statement a call, each a transaction of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.booking.rows import LoadRow, OutcomeRow, PostRow, Row, Situation
from lambdas.shared.events import PublishedEvent, outbox_rows
from lambdas.shared.json_text import Json
from lambdas.shared.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from lambdas.shared.api.caller import Side
    from lambdas.shared.postgres import Database


@dataclass(frozen=True)
class PricedOffer:
    """An offer as a write leaves it. `version` is the one it was read at (0: there was none).

    Without a `contact` the one that was given before stays.
    """

    offer_id: UUID
    dot_number: int
    group_number: int
    status: str
    amount: int
    currency: str
    turn: Side
    rounds: int
    terms_version: int
    terms: Mapping[str, Any]
    expires_at: datetime | None
    version: int
    proposed_by: Side | None
    contact: Mapping[str, Any] | None


@dataclass(frozen=True)
class OfferWrite:
    """An offer to be written with its events, if the situation is still as it was read."""

    workspace_id: str
    situation: Situation
    offer: PricedOffer
    events: tuple[PublishedEvent, ...]
    now: datetime


@dataclass(frozen=True)
class PutResult:
    """What became of a load that its source wrote; `used_up`: no version is left after the stored one."""

    created: bool
    older: bool
    contradicts: bool
    used_up: bool
    events: tuple[PublishedEvent, ...]


def run(database: Database, name: str, **parameters: object) -> list[Row]:
    """Run `sql/<name>.sql`."""
    return database.execute(statement("booking", name), parameters)


def events_parameter(events: Sequence[PublishedEvent]) -> Json:
    return Json(outbox_rows(events))


def read_load(database: Database, workspace_id: str, load_id: UUID) -> LoadRow | None:
    rows = run(database, "read_load", workspace_id=workspace_id, load_id=load_id)
    return LoadRow(**rows[0]) if rows else None


def read_post(database: Database, workspace_id: str, post_id: UUID, dot_number: int | None) -> PostRow | None:
    rows = run(database, "read_post", workspace_id=workspace_id, post_id=post_id, dot_number=dot_number)
    return PostRow(**rows[0]) if rows else None


class WantedOffers(NamedTuple):
    """The offers of a post, or one by its id; only those of a carrier when `dot_number` is given."""

    post_id: UUID | None = None
    offer_id: UUID | None = None
    dot_number: int | None = None


def read_offers(database: Database, workspace_id: str, wanted: WantedOffers, now: datetime) -> list[Row]:
    """Offers with their prices; one whose time is up is EXPIRED, whether its run has written that or not."""
    return run(database, "read_offers", workspace_id=workspace_id, now=now, **wanted._asdict())


def read_situation(
    database: Database,
    workspace_id: str,
    *,
    post_id: UUID | None = None,
    offer_id: UUID | None = None,
    dot_number: int | None = None,
) -> Situation | None:
    """By post and carrier, or by offer."""
    rows = run(
        database,
        "read_offer_situation",
        workspace_id=workspace_id,
        post_id=post_id,
        offer_id=offer_id,
        dot_number=dot_number,
    )
    return Situation(**rows[0]) if rows else None


def read_outcome(database: Database, workspace_id: str, offer_id: UUID, since: datetime) -> OutcomeRow:
    rows = run(database, "read_outcome", workspace_id=workspace_id, offer_id=offer_id, since=since)
    return OutcomeRow(**rows[0])


def price_offer(database: Database, write: OfferWrite) -> bool:
    """Put an amount on the table; False when the load or the offer changed since they were read."""
    offer = write.offer
    return bool(run(database, "price_offer", **_offer_parameters(write), status=offer.status))


def hold_for_offer(database: Database, write: OfferWrite, held_until: datetime) -> Row | None:
    """Hold the load for this offer; None when another holds it, or the load or offer changed since read."""
    rows = run(
        database,
        "hold_for_offer",
        held_until=held_until,
        output={"offer_id": str(write.offer.offer_id), "dot_number": write.offer.dot_number},
        **_offer_parameters(write),
    )
    return rows[0] if rows else None


def _offer_parameters(write: OfferWrite) -> dict[str, object]:
    offer = write.offer
    return {
        "workspace_id": write.workspace_id,
        "load_id": write.situation.load_id,
        "post_id": write.situation.post_id,
        "offer_id": offer.offer_id,
        "dot_number": offer.dot_number,
        "group_number": offer.group_number,
        "amount": offer.amount,
        "currency": offer.currency,
        "turn": offer.turn,
        "rounds": offer.rounds,
        "present_terms_version": write.situation.terms_version,
        "terms_version": offer.terms_version,
        "terms": Json(offer.terms),
        "expires_at": offer.expires_at,
        "contact": None if offer.contact is None else Json(offer.contact),
        "version": offer.version,
        "proposed_by": offer.proposed_by,
        "events": events_parameter(write.events),
        "now": write.now,
    }
