"""What a carrier or the broker does to a booking: sign, reject, name the driver, bounce."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.booking import events
from lambdas.booking.actions.waits import Fact, answer_to, read_snapshot, write_fact
from lambdas.booking.identifiers import post_id_of
from lambdas.booking.rate_confirmation_events import rate_confirmation_rejected, rate_confirmation_signed
from lambdas.booking.repository import run
from lambdas.booking.rows import BookingRow
from lambdas.shared.events import published_event
from lambdas.shared.json_text import Json
from lambdas.shared.refusals import NotFound, StateConflict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from lambdas.booking.snapshot import Booking, RateConfirmation, Snapshot
    from lambdas.shared.api.call import Call
    from lambdas.shared.events import PublishedEvent
    from schemas.booking.bookings import AssignDriver, BounceBooking

DRIVABLE = ("BOOKED", "RATECON_SENT", "CONFIRMED", "DISPATCHED")


@dataclass(frozen=True)
class Verdict:
    """A carrier's answer to a rate confirmation: SIGNED with a signer, or REJECTED with a reason."""

    status: str
    revision: int | None
    signer: Mapping[str, Any] | None = None
    reason: str | None = None


@dataclass(frozen=True)
class BookingMove:
    """To `status` from one of `starts`; in one of `over` it has been made already. `cause` says why."""

    status: str
    starts: tuple[str, ...]
    over: tuple[str, ...]
    cause: str | None = None


def booking_of(call: Call, booking_id: UUID) -> BookingRow:
    """A booking of the caller's. Raises NotFound, also for another carrier's."""
    found = read_booking(call, booking_id)
    if call.side == "carrier" and found.dot_number != call.caller.dot_number:
        raise NotFound("booking")
    return found


def read_booking(call: Call, booking_id: UUID) -> BookingRow:
    rows = run(
        call.dependencies.database, "read_booking", workspace_id=call.workspace_id, booking_id=booking_id
    )
    if not rows:
        raise NotFound("booking")
    return BookingRow(**rows[0])


def decide_rate_confirmation(call: Call, booking: BookingRow, verdict: Verdict) -> None:
    """Sign or reject the latest revision; the same verdict again changes nothing. Raises StateConflict."""

    def decide(snapshot: Snapshot) -> Fact | None:
        document = _latest(snapshot, booking, verdict)
        if document.status == verdict.status:
            return None
        if document.status != "SENT":
            raise StateConflict(f"Revision {document.revision} is {document.status} and cannot be answered.")
        decided = document._replace(status=verdict.status, reason=verdict.reason)
        return Fact(
            "decide_rate_confirmation",
            {
                "booking_id": booking.booking_id,
                "revision": document.revision,
                "status": verdict.status,
                "signer": None if verdict.signer is None else Json(verdict.signer),
                "reason": verdict.reason,
            },
            (_verdict_event(call, booking, document, verdict),),
            answer_to(snapshot._replace(rate_confirmation=decided), call.now),
        )

    write_fact(call.dependencies, lambda: _snapshot(call, booking), decide, call.now)


def _latest(snapshot: Snapshot, booking: BookingRow, verdict: Verdict) -> RateConfirmation:
    _require_live(snapshot, booking, DRIVABLE)
    document = snapshot.rate_confirmation
    if document is None:
        raise StateConflict("No rate confirmation was sent for this booking yet.")
    if verdict.revision not in (None, document.revision):
        raise StateConflict(f"The rate confirmation is at revision {document.revision}. Read that one.")
    return document


def _verdict_event(
    call: Call, booking: BookingRow, document: RateConfirmation, verdict: Verdict
) -> PublishedEvent:
    cause = call.cause(
        f"{booking.booking_id}/{document.revision}", post_id_of(booking.load_id, booking.attempt)
    )
    if verdict.status == "SIGNED":
        return published_event(cause, rate_confirmation_signed(booking, document.revision, call.now))
    rejected = rate_confirmation_rejected(booking, document.revision, verdict.reason or "")
    return published_event(cause, rejected)


def assign_driver(call: Call, booking: BookingRow, body: AssignDriver) -> None:
    """Name driver and truck, or replace them; the same ones again change nothing. Raises StateConflict."""
    driver = body.model_dump(mode="json")

    def decide(snapshot: Snapshot) -> Fact | None:
        booked = _require_live(snapshot, booking, DRIVABLE)
        if booking.driver == driver:
            return None
        return Fact(
            "assign_driver",
            {
                "booking_id": booking.booking_id,
                "booking_statuses": list(DRIVABLE),
                "driver": Json(driver),
            },
            (_driver_event(call, booking, body),),
            answer_to(snapshot._replace(booking=booked._replace(has_driver=True)), call.now),
        )

    write_fact(call.dependencies, lambda: _snapshot(call, booking), decide, call.now)


def _driver_event(call: Call, booking: BookingRow, body: AssignDriver) -> PublishedEvent:
    key = f"{booking.booking_id}/{call.dependencies.new_id()}"
    return published_event(
        call.cause(key, post_id_of(booking.load_id, booking.attempt)),
        events.driver_assigned(booking, body),
    )


def bounce_booking(call: Call, booking: BookingRow, body: BounceBooking) -> None:
    """The carrier drops the load: its run covers it again, and says so on the bus. Raises StateConflict."""
    move = BookingMove("BOUNCED", DRIVABLE, over=("BOUNCED",), cause=body.reason)
    move_booking(call, booking, move)


def move_booking(call: Call, booking: BookingRow, move: BookingMove) -> None:
    """Change a booking's status and answer the run that waits for it. Raises StateConflict."""

    def decide(snapshot: Snapshot) -> Fact | None:
        if booking.status in move.over:
            return None
        booked = _require_live(snapshot, booking, move.starts)
        moved = snapshot._replace(booking=booked._replace(status=move.status))
        return Fact(
            "move_booking",
            {
                "booking_id": booking.booking_id,
                "booking_statuses": list(move.starts),
                "booking_status": move.status,
            },
            answer=answer_to(moved, call.now),
            cause=move.cause,
        )

    write_fact(call.dependencies, lambda: _snapshot(call, booking), decide, call.now)


def _snapshot(call: Call, booking: BookingRow) -> Snapshot:
    post_id = post_id_of(booking.load_id, booking.attempt)
    snapshot = read_snapshot(call.dependencies.database, call.workspace_id, booking.load_id, post_id)
    if snapshot is None:
        raise NotFound("booking")
    return snapshot


def _require_live(snapshot: Snapshot, booking: BookingRow, statuses: tuple[str, ...]) -> Booking:
    booked = snapshot.booking
    if booked is None or booked.booking_id != booking.booking_id or booked.status not in statuses:
        raise StateConflict(f"The booking is {booking.status} and takes no such change.")
    return booked
