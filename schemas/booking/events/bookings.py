"""Events of a booking, from the committed assignment to the dispatched truck, and of its fall-off."""

from uuid import UUID

from schemas.booking.events.envelope import EventData
from schemas.common import Contact, Count, DotNumber, Instant, Money


class BookingData(EventData):
    """Which booking."""

    booking_id: UUID
    dot_number: DotNumber


class BookingConfirmed(BookingData):
    """The assignment is committed."""

    offer_id: UUID
    attempt: Count
    rate: Money


class LoadConfirmed(BookingData):
    """The rate confirmation is signed; a driver must be named until `driver_due_at`."""

    driver_due_at: Instant


class DriverAssigned(BookingData):
    """Driver and truck are named. Messaging writes to the driver, so the event says who it is."""

    truck_number: str
    driver: Contact | None = None
    dispatcher: Contact | None = None


class DriverOverdue(BookingData):
    """No driver was named in time."""

    driver_due_at: Instant


class LoadDispatched(BookingData):
    """The truck is on its way; delivery is expected until `delivery_due_at`."""

    delivery_due_at: Instant


class CarrierBounced(BookingData):
    """The carrier dropped the load, which is covered again as `next_attempt`."""

    attempt: Count
    next_attempt: Count
    reason: str
