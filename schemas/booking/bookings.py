"""Bodies of the bookings' routes, review and cancellation, and what is read back of a booking."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from schemas.booking.statuses import BookingStatus, RateConfirmationStatus, ReviewDecision
from schemas.common import E164, Contact, Count, DotNumber, Email, FrozenModel, Instant, Money, Name, Text

LinkToken = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]{16,256}$")]
Reason = Annotated[Text, Field(min_length=1)]
Revision = Annotated[int, Field(strict=True, ge=1, le=1_000)]


class Signer(FrozenModel):
    """Who signs for the carrier."""

    name: Name
    title: Name | None = None
    email: Email | None = None


class SignRateConfirmation(FrozenModel):
    """POST /v1/bookings/{booking_id}/rate-confirmation/sign; `link_token` is the single-use link's secret."""

    signer: Signer
    revision: Revision | None = None
    link_token: LinkToken | None = None


class RejectRateConfirmation(FrozenModel):
    """POST /v1/bookings/{booking_id}/rate-confirmation/reject."""

    reason: Reason
    revision: Revision | None = None
    link_token: LinkToken | None = None


class AssignDriver(FrozenModel):
    """POST /v1/bookings/{booking_id}/driver: who drives, and with which truck."""

    name: Name
    phone: E164
    truck_number: Name
    trailer_number: Name | None = None
    license_plate: Name | None = None
    contact: Contact | None = None


class BounceBooking(FrozenModel):
    """POST /v1/bookings/{booking_id}/bounce: the carrier drops the load, which is covered again."""

    reason: Reason


class CancelLoad(FrozenModel):
    """POST /v1/loads/{load_id}/cancel."""

    reason: Reason


class ReviewLoad(FrozenModel):
    """POST /v1/loads/{load_id}/review: what a human decides of a load that waits for one."""

    decision: ReviewDecision
    reason: Reason


class RateConfirmationView(FrozenModel):
    """A revision of the document that the carrier signs; GET gives a `document_url` for 15 minutes."""

    revision: Revision
    status: RateConfirmationStatus
    reminders: Count = 0
    sent_at: Instant | None = None
    decided_at: Instant | None = None
    signer: Signer | None = None
    reason: str | None = None
    document_url: str | None = None


class BookingView(FrozenModel):
    """GET /v1/bookings/{booking_id} for staff.

    `terms_changed_since_booking`: the load's source has changed what the carrier agreed to, so the signed
    document says something else.
    """

    booking_id: UUID
    load_id: UUID
    offer_id: UUID
    attempt: Count
    dot_number: DotNumber
    rate: Money
    status: BookingStatus
    driver: AssignDriver | None = None
    tonu_fee: Money | None = None
    terms_changed_since_booking: bool = False
    rate_confirmations: tuple[RateConfirmationView, ...] = ()
    created_at: Instant
    updated_at: Instant


class CarrierBookingView(FrozenModel):
    """GET /v1/bookings/{booking_id} for the booked carrier."""

    booking_id: UUID
    load_id: UUID
    offer_id: UUID
    dot_number: DotNumber
    rate: Money
    status: BookingStatus
    driver: AssignDriver | None = None
    tonu_fee: Money | None = None
    rate_confirmations: tuple[RateConfirmationView, ...] = ()
    updated_at: Instant
