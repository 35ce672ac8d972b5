"""BOOKED: commit the assignment of the carrier that holds the load."""

from datetime import datetime

from lambdas.booking import domain, events
from lambdas.booking.errors import CarrierNotEligible, HoldLost, LoadCancelled
from lambdas.booking.identifiers import booking_id_of
from lambdas.booking.snapshot import Carrier, Offer, Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, NewBooking, passing
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import task
from schemas.booking.tasks.booking import Booked, BookLoadInput


def decide(visit: BookLoadInput, snapshot: Snapshot, now: datetime) -> Decision[Booked]:
    """Vetting and hold are checked again. Raises LoadCancelled, HoldLost, CarrierNotEligible."""
    if domain.cancellation_stands(snapshot):
        raise LoadCancelled(snapshot.load.cancel_reason)
    held, carrier = snapshot.held, snapshot.carrier
    if held is None or carrier is None or not domain.holds(snapshot, visit.offer_id, now):
        raise HoldLost(visit.offer_id)
    _require_eligible(carrier)
    return _assigned(visit, snapshot, held)


def _require_eligible(carrier: Carrier) -> None:
    if carrier.do_not_use:
        raise CarrierNotEligible(carrier.dot_number, ("On the workspace's do-not-use list",))
    vetted = carrier.vetting == "PASS" or (carrier.overridden and carrier.vetting != "FAIL")
    if not vetted:
        raise CarrierNotEligible(carrier.dot_number, ("Neither vetted with PASS nor approved by a person",))


def _assigned(visit: BookLoadInput, snapshot: Snapshot, held: Offer) -> Decision[Booked]:
    booking = _booking(visit, snapshot, held)
    load = passing(snapshot.load, "BOOKED")._replace(
        held_offer_id=None, held_until=None, booking_id=booking.booking_id
    )
    changes = Changes(
        load,
        post_status="BOOKED",
        booking=booking,
        won_offer_id=held.offer_id,
        won_offer_becomes="CONFIRMED",
        open_offers_become="SUPERSEDED",
    )
    return Decision(
        changes, Booked(booking_id=booking.booking_id), (events.booking_confirmed(load, booking),)
    )


def _booking(visit: BookLoadInput, snapshot: Snapshot, held: Offer) -> NewBooking:
    """A run books twice when its first carrier rejects the document, so the offer is part of the id."""
    amount = snapshot.post.target_rate if held.amount is None else held.amount
    booking_id = booking_id_of(f"{visit.run}/{held.offer_id}")
    return NewBooking(booking_id, held.offer_id, held.dot_number, amount, held.currency)


handler = task(
    lambda visit, dependencies: visit_once(visit, dependencies, decide, Booked), BookLoadInput, Booked
)
