"""Every event that booking publishes, made from the rows that it is about.

What is said here is all that other services learn: no ceiling rate, and of people only whom messaging is to
write to (OfferSent, DriverAssigned).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import deadlines, domain
from schemas.booking import events as models
from schemas.common import Contact, Money

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.booking.actions.bookings import BookingRow
    from lambdas.booking.repository import PricedOffer, Situation
    from lambdas.booking.snapshot import Booking, Load, RateConfirmation, Snapshot
    from lambdas.booking.tasks.changes import NewBooking
    from lambdas.shared.api.caller import Side
    from schemas.booking.bookings import AssignDriver
    from schemas.booking.events.bookings import (
        BookingConfirmed,
        CarrierBounced,
        DriverAssigned,
        DriverOverdue,
        LoadConfirmed,
        LoadDispatched,
    )
    from schemas.booking.events.loads import (
        EventStop,
        LoadCancelled,
        LoadReadyToInvoice,
        LoadReceived,
        PodChased,
    )
    from schemas.booking.events.offers import (
        HoldReleased,
        LoadHeld,
        OfferCountered,
        OfferDeclined,
        OfferExpired,
        OfferReceived,
        OfferSent,
    )
    from schemas.booking.events.posts import LoadPosted, PostExpired, SourcingExhausted
    from schemas.booking.events.rate_confirmations import (
        RateConfirmationRejected,
        RateConfirmationReminded,
        RateConfirmationSent,
        RateConfirmationSigned,
    )
    from schemas.booking.events.vetting import CarrierVetted, ReviewDecided, ReviewRequested
    from schemas.booking.loads import PutLoad, Stop
    from schemas.booking.statuses import ReviewDecision, VettingOutcome

# --- loads and posts ----------------------------------------------------------------------------


def load_received(load_id: UUID, external_id: str, source_version: int | None, load: PutLoad) -> LoadReceived:
    """The statement that stores the load puts in its versions as they came to be."""
    return models.loads.LoadReceived(
        load_id=load_id,
        external_id=external_id,
        source_version=source_version or 0,
        terms_version=1,
        load_number=load.load_number,
        equipment=load.equipment,
        commodity=load.commodity,
        distance_miles=load.distance_miles,
        references=tuple(reference.value for reference in load.references),
        stops=tuple(_stop(stop) for stop in load.stops),
    )


def _stop(stop: Stop) -> EventStop:
    return models.loads.EventStop(
        sequence=stop.sequence,
        type=stop.type,
        facility=stop.facility,
        address=stop.address,
        city=stop.city,
        state=stop.state,
        time_zone=stop.time_zone,
        start=stop.appointment.start,
        end=stop.appointment.end,
    )


def load_posted(snapshot: Snapshot) -> LoadPosted:
    post = snapshot.post
    book_now = post.book_now_rate
    return models.posts.LoadPosted(
        load_id=snapshot.load.load_id,
        post_id=post.post_id,
        attempt=post.attempt,
        mode=post.mode,
        target_rate=Money(amount=post.target_rate, currency=post.currency),
        book_now_rate=None if book_now is None else Money(amount=book_now, currency=post.currency),
    )


def load_cancelled(
    load_id: UUID, attempt: int, reason: str, booking_id: UUID | None = None, tonu_fee: Money | None = None
) -> LoadCancelled:
    return models.loads.LoadCancelled(
        load_id=load_id, attempt=attempt, reason=reason, booking_id=booking_id, tonu_fee=tonu_fee
    )


def load_ready_to_invoice(load: Load, booking: Booking) -> LoadReadyToInvoice:
    return models.loads.LoadReadyToInvoice(load_id=load.load_id, booking_id=booking.booking_id)


def pod_chased(load: Load, booking: Booking) -> PodChased:
    return models.loads.PodChased(load_id=load.load_id, booking_id=booking.booking_id, round=load.visits - 1)


def sourcing_exhausted(snapshot: Snapshot, reason: str) -> SourcingExhausted:
    return models.posts.SourcingExhausted(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        attempt=snapshot.post.attempt,
        reason=reason,
    )


def post_expired(snapshot: Snapshot) -> PostExpired:
    return models.posts.PostExpired(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        attempt=snapshot.post.attempt,
        latest_pickup_at=snapshot.load.latest_pickup_at,
    )


# --- offers and holds ---------------------------------------------------------------------------


def offer_sent(
    snapshot: Snapshot, offer_id: UUID, dot_number: int, amount: int, expires_at: datetime
) -> OfferSent:
    return models.offers.OfferSent(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        offer_id=offer_id,
        dot_number=dot_number,
        rate=Money(amount=amount, currency=snapshot.post.currency),
        expires_at=expires_at,
        contact=_known_contact(snapshot, dot_number),
    )


def _known_contact(snapshot: Snapshot, dot_number: int) -> Contact | None:
    """The first phone and mailbox that the workspace has of a carrier it may use."""
    known = snapshot.contacts.get(dot_number)
    if known is None or not any(known):
        return None
    return Contact(phone=known.phone, email=known.email)


def offers_expired(snapshot: Snapshot) -> tuple[OfferExpired, ...]:
    """One for each offer of the post that is still open."""
    return tuple(
        models.offers.OfferExpired(
            load_id=snapshot.load.load_id,
            post_id=snapshot.post.post_id,
            offer_id=offer.offer_id,
            dot_number=offer.dot_number,
        )
        for offer in snapshot.offers
        if offer.status in domain.OPEN_OFFERS
    )


def offer_priced(situation: Situation, offer: PricedOffer, side: Side) -> OfferReceived | OfferCountered:
    """OfferCountered when the price used a round of the negotiation, else OfferReceived."""
    received = models.offers.OfferReceived(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer.offer_id,
        dot_number=offer.dot_number,
        rate=Money(amount=offer.amount, currency=offer.currency),
    )
    if offer.rounds <= (situation.rounds or 0):
        return received
    return models.offers.OfferCountered(**dict(received), proposed_by=side, round=offer.rounds)


def offer_declined(situation: Situation, offer_id: UUID, side: Side, reason: str | None) -> OfferDeclined:
    return models.offers.OfferDeclined(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer_id,
        dot_number=situation.dot_number or 0,
        declined_by=side,
        reason=reason,
    )


def load_held(situation: Situation, offer: PricedOffer, held_until: datetime) -> LoadHeld:
    return models.offers.LoadHeld(
        load_id=situation.load_id,
        post_id=situation.post_id,
        offer_id=offer.offer_id,
        dot_number=offer.dot_number,
        rate=Money(amount=offer.amount, currency=offer.currency),
        held_until=held_until,
        terms_version=offer.terms_version,
    )


def hold_released(snapshot: Snapshot, offer_id: UUID, dot_number: int, reason: str) -> HoldReleased:
    return models.offers.HoldReleased(
        load_id=snapshot.load.load_id,
        post_id=snapshot.post.post_id,
        offer_id=offer_id,
        dot_number=dot_number,
        reason=reason,
    )


# --- vetting and reviews ------------------------------------------------------------------------


def carrier_vetted(
    load_id: UUID, offer_id: UUID, dot_number: int, outcome: VettingOutcome, reasons: tuple[str, ...]
) -> CarrierVetted:
    """`reasons` are those that the carrier may read."""
    return models.vetting.CarrierVetted(
        load_id=load_id, offer_id=offer_id, dot_number=dot_number, outcome=outcome, reasons=reasons
    )


def review_requested(load: Load, reasons: tuple[str, ...]) -> ReviewRequested:
    return models.vetting.ReviewRequested(
        load_id=load.load_id, from_state=load.review_from or load.status, reasons=reasons, round=load.visits
    )


def review_decided(load: Load, decision: ReviewDecision, decided_by: str, reason: str) -> ReviewDecided:
    return models.vetting.ReviewDecided(
        load_id=load.load_id, decision=decision, decided_by=decided_by, reason=reason
    )


# --- bookings and their documents ---------------------------------------------------------------


def booking_confirmed(load: Load, booking: NewBooking) -> BookingConfirmed:
    return models.bookings.BookingConfirmed(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        offer_id=booking.offer_id,
        attempt=load.attempt,
        rate=Money(amount=booking.amount, currency=booking.currency),
    )


def load_confirmed(snapshot: Snapshot, booking: Booking) -> LoadConfirmed:
    return models.bookings.LoadConfirmed(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        driver_due_at=deadlines.driver_due_at(snapshot.load, snapshot.post.policy),
    )


def driver_assigned(booking: BookingRow, body: AssignDriver) -> DriverAssigned:
    return models.bookings.DriverAssigned(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        truck_number=body.truck_number,
        driver=Contact(name=body.name, phone=body.phone),
        dispatcher=body.contact,
    )


def driver_overdue(snapshot: Snapshot, booking: Booking) -> DriverOverdue:
    return models.bookings.DriverOverdue(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        driver_due_at=deadlines.driver_due_at(snapshot.load, snapshot.post.policy),
    )


def load_dispatched(snapshot: Snapshot, booking: Booking) -> LoadDispatched:
    return models.bookings.LoadDispatched(
        load_id=snapshot.load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        delivery_due_at=deadlines.delivery_due_at(snapshot.load, snapshot.post.policy),
    )


def carrier_bounced(load: Load, booking: Booking, reason: str) -> CarrierBounced:
    return models.bookings.CarrierBounced(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        attempt=load.attempt,
        next_attempt=load.attempt + 1,
        reason=reason,
    )


def rate_confirmation_sent(
    load: Load, booking: Booking, revision: int, document_key: str, link_expires_at: datetime
) -> RateConfirmationSent:
    return models.rate_confirmations.RateConfirmationSent(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        document_key=document_key,
        link_expires_at=link_expires_at,
    )


def rate_confirmation_reminded(
    load: Load, booking: Booking, document: RateConfirmation
) -> RateConfirmationReminded:
    return models.rate_confirmations.RateConfirmationReminded(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=document.revision,
        round=document.reminders + 1,
    )


def rate_confirmation_signed(
    booking: BookingRow, revision: int, signed_at: datetime
) -> RateConfirmationSigned:
    return models.rate_confirmations.RateConfirmationSigned(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        signed_at=signed_at,
    )


def rate_confirmation_rejected(booking: BookingRow, revision: int, reason: str) -> RateConfirmationRejected:
    return models.rate_confirmations.RateConfirmationRejected(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        reason=reason,
    )
