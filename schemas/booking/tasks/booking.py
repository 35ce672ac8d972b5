"""BOOKED to POD_RECEIVED: tasks book_load, send_rate_confirmation, confirm_booking, dispatch_load,
deliver_load and receive_documents.
"""

from uuid import UUID

from schemas.booking.tasks.visit import Visit, WaitVisit
from schemas.common import DotNumber, FrozenModel


class BookLoadInput(Visit):
    """Commit the assignment of the carrier that holds the load."""

    offer_id: UUID
    dot_number: DotNumber


class Booked(FrozenModel):
    """Output of book_load."""

    booking_id: UUID


class SendRateConfirmationInput(WaitVisit):
    """Send the document, or remind of it."""


class ConfirmBookingInput(WaitVisit):
    """Wait until driver and truck are named."""


class DispatchLoadInput(WaitVisit):
    """Wait until tracking says delivered."""


class DeliverLoadInput(WaitVisit):
    """Wait until the proof of delivery is accepted, chasing it."""


class ReceiveDocumentsInput(Visit):
    """Make the load ready to invoice."""
