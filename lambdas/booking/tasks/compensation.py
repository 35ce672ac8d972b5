"""Undoing: one shape for every way in which a load loses its carrier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, sourcing_events
from lambdas.booking.links import LinkTarget
from lambdas.booking.signing_links import links_of
from lambdas.booking.tasks.changes import Changes, passing

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from lambdas.booking.snapshot import Load, Snapshot
    from lambdas.shared.wiring import Dependencies
    from schemas.booking.events.envelope import EventData


def uncovered(snapshot: Snapshot, status: str, error: str, booking_becomes: str) -> Changes:
    """Give the hold back, void booking and documents, wipe the driver; `error` says why."""
    load, booking = snapshot.load, snapshot.booking
    live = booking is not None and booking.status not in domain.ENDED_BOOKINGS - {"BOUNCED"}
    return Changes(
        passing(load, status)._replace(
            held_offer_id=None,
            held_until=None,
            booking_id=None if booking_becomes != "CANCELLED" else load.booking_id,
            review_from=None,
            excluded_dots=domain.excluded_after(snapshot, error),
        ),
        won_offer_id=_won_offer(snapshot),
        won_offer_becomes="WITHDRAWN",
        booking_status=booking_becomes if live else None,
        wipes_driver=True,
        voids_documents=True,
    )


def _won_offer(snapshot: Snapshot) -> UUID | None:
    if snapshot.booking is not None:
        return snapshot.booking.offer_id
    return snapshot.load.held_offer_id


def ended_already(load: Load) -> bool:
    """The load has its end: a later try to end it changes nothing."""
    return load.status in domain.ENDED_LOADS


def hold_released(snapshot: Snapshot, reason: str) -> tuple[EventData, ...]:
    """HoldReleased when a carrier held or had booked the load."""
    offer_id, dot_number = _won_offer(snapshot), domain.carrier_of(snapshot)
    if offer_id is None or dot_number is None:
        return ()
    return (sourcing_events.hold_released(snapshot, offer_id, dot_number, reason),)


def revoke_link(dependencies: Dependencies, snapshot: Snapshot, now: datetime) -> None:
    """Make the link of the latest revision open nothing. Again is the same."""
    booking, document = snapshot.booking, snapshot.rate_confirmation
    if booking is None or document is None or document.status != "SENT":
        return
    target = LinkTarget(snapshot.load.workspace_id, booking.booking_id, document.revision)
    links_of(dependencies).revoke(target, now)
