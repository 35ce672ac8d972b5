"""SOURCING: offer the load to the next group of carriers, and wait until one holds it."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from lambdas.booking import domain
from lambdas.booking.domain import Group
from lambdas.booking.errors import OffersExhausted
from lambdas.booking.identifiers import offer_id_of
from lambdas.booking.negotiation import terms_of
from lambdas.booking.snapshot import Offer, Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, Invitation, waiting
from lambdas.booking.tasks.visiting import visit_and_wait
from lambdas.shared.task import waiting_task
from schemas.booking.events.envelope import EventData
from schemas.booking.events.offers import OfferExpired, OfferSent
from schemas.booking.events.posts import LoadPosted
from schemas.booking.tasks.sourcing import SourceCarriersInput
from schemas.booking.tasks.visit import Waiting
from schemas.common import Money


def decide(visit: SourceCarriersInput, snapshot: Snapshot, now: datetime) -> Decision[Waiting]:
    """Raises LoadCancelled, PostExpired, OffersExhausted."""
    settled = domain.settled(visit.state, snapshot, now)
    if settled is not None:
        return _held_already(visit, snapshot, settled)
    coming_again = snapshot.load.waiting_state == visit.state
    group = domain.next_group(snapshot, coming_again=coming_again)
    if group is None:
        raise OffersExhausted(snapshot.load.load_id)
    return _offered(visit, snapshot, group, now)


def _held_already(
    visit: SourceCarriersInput, snapshot: Snapshot, settled: domain.Answer
) -> Decision[Waiting]:
    if settled.error is not None:
        raise settled.error
    load = replace(waiting(snapshot.load, visit.state, visit.task_key), status=snapshot.load.status)
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
        offers_expire_at=domain.offer_expires_at(load, post, now),
        offer_terms=terms_of(load.document),
        invited=tuple(Invitation(offer_id_of(post.post_id, dot), dot) for dot in group.invite),
        reopens_group=group.number if group.reopen else None,
        open_offers_become="EXPIRED" if moves_on else None,
    )
    events = (
        *_posted(snapshot),
        *(expired_offers(snapshot) if moves_on else ()),
        *_sent(snapshot, group, changes),
    )
    return Decision(changes, Waiting(wait_key=visit.task_key), events)


def _posted(snapshot: Snapshot) -> tuple[EventData, ...]:
    post = snapshot.post
    if post.status != "OPENING":
        return ()
    money = partial(Money, currency=post.currency)
    return (
        LoadPosted(
            load_id=snapshot.load.load_id,
            post_id=post.post_id,
            attempt=post.attempt,
            mode=post.mode,
            target_rate=money(amount=post.target_rate),
            book_now_rate=None if post.book_now_rate is None else money(amount=post.book_now_rate),
        ),
    )


def expired_offers(snapshot: Snapshot) -> tuple[EventData, ...]:
    """OfferExpired for each offer of the post that is still open."""
    return tuple(
        OfferExpired(
            load_id=snapshot.load.load_id,
            post_id=snapshot.post.post_id,
            offer_id=offer.offer_id,
            dot_number=offer.dot_number,
        )
        for offer in snapshot.offers
        if offer.status in domain.OPEN_OFFERS
    )


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
        OfferSent(
            load_id=snapshot.load.load_id,
            post_id=snapshot.post.post_id,
            offer_id=offer_id,
            dot_number=dot_number,
            rate=Money(amount=amount, currency=snapshot.post.currency),
            expires_at=changes.offers_expire_at,
        )
        for offer_id, dot_number, amount in (*again, *invited)
    )


def _reopens(offer: Offer, group: Group, snapshot: Snapshot) -> bool:
    superseded = group.reopen and offer.status == "SUPERSEDED" and offer.group_number == group.number
    return superseded and offer.dot_number not in snapshot.load.excluded_dots


handler = waiting_task(
    lambda visit, dependencies: visit_and_wait(visit, dependencies, decide), SourceCarriersInput, Waiting
)
