"""SOURCING: offer the load to the next group of carriers, and wait until one holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, settling, sourcing
from lambdas.booking.errors import AttemptOver, OffersExhausted
from lambdas.booking.identifiers import offer_id_of
from lambdas.booking.negotiation import terms_of
from lambdas.booking.sourcing_events import load_posted, offer_sent, offers_expired
from lambdas.booking.tasks.changes import Changes, Decision, Invitation, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.tasks.sourcing import SourceCarriersInput
from schemas.visit import Waiting

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.snapshot import Offer, Snapshot
    from lambdas.booking.sourcing import Group
    from schemas.booking.events.envelope import EventData


def decide(visit: SourceCarriersInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises AttemptOver for a load that a carrier has; LoadCancelled, PostExpired, OffersExhausted."""
    if domain.is_covered(snapshot):
        raise AttemptOver(visit.load_id, visit.attempt, snapshot.load.status)
    settled = settling.settled(visit.state, snapshot, now)
    if settled is not None:
        return _held_already(visit, snapshot, settled)
    waited = snapshot.load.waiting_state == visit.state
    coming_again = waited and not sourcing.is_negotiating(snapshot, now)
    group = sourcing.next_group(snapshot, coming_again=coming_again)
    if group is None:
        raise OffersExhausted(snapshot.load.load_id)
    return _offered(visit, snapshot, group._replace(reopen=group.reopen and not waited), now)


def _held_already(
    visit: SourceCarriersInput, snapshot: Snapshot, settled: settling.Answer
) -> Decision[Waiting]:
    if settled.error is not None:
        raise settled.error
    load = waiting(snapshot.load, visit.state, visit.task_key)._replace(status=snapshot.load.status)
    output = Waiting(wait_key=visit.task_key, settled=True)
    return Decision(Changes(load), output, answer=settled.output)


def _offered(
    visit: SourceCarriersInput, snapshot: Snapshot, group: Group, now: datetime
) -> Decision[Waiting]:
    load, post = snapshot.load, snapshot.post
    moves_on = group.number != post.current_group
    changes = Changes(
        waiting(load, visit.state, visit.task_key),
        post_status="OPEN",
        current_group=group.number,
        offers_expire_at=sourcing.offer_expires_at(load, post, now),
        offer_terms=terms_of(load.document),
        invited=tuple(Invitation(offer_id_of(post.post_id, dot), dot) for dot in group.invite),
        reopens_group=group.number if group.reopen else None,
        open_offers_become="EXPIRED" if moves_on else None,
    )
    said = (
        *((load_posted(snapshot),) if post.status == "OPENING" else ()),
        *(offers_expired(snapshot) if moves_on else ()),
        *_sent(snapshot, group, changes),
    )
    return Decision(changes, Waiting(wait_key=visit.task_key), said)


def _sent(snapshot: Snapshot, group: Group, changes: Changes) -> tuple[EventData, ...]:
    assert changes.offers_expire_at is not None
    target = snapshot.post.target_rate
    again = [
        (o.offer_id, o.dot_number, o.amount or target)
        for o in snapshot.offers
        if _reopens(o, group, snapshot)
    ]
    invited = [(invitation.offer_id, invitation.dot_number, target) for invitation in changes.invited]
    return tuple(
        offer_sent(snapshot, offer_id, dot_number, amount, changes.offers_expire_at)
        for offer_id, dot_number, amount in (*again, *invited)
    )


def _reopens(offer: Offer, group: Group, snapshot: Snapshot) -> bool:
    superseded = group.reopen and offer.status == "SUPERSEDED" and offer.group_number == group.number
    return superseded and offer.dot_number not in snapshot.load.excluded_dots


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), SourceCarriersInput, Waiting
)
