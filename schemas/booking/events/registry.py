"""Every event name of booking and its model: for the JSON Schemas, the README and the consumers."""

from schemas.booking.events import bookings, loads, offers, posts, rate_confirmations, vetting
from schemas.booking.events.envelope import EventData
from schemas.envelope import Event

TRACKING_SOURCE = "chain.tracking"

MODELS: tuple[type[EventData], ...] = (
    loads.LoadReceived,
    posts.LoadPosted,
    offers.OfferSent,
    offers.OfferReceived,
    offers.OfferCountered,
    offers.OfferDeclined,
    offers.OfferExpired,
    offers.LoadHeld,
    offers.HoldReleased,
    vetting.CarrierVetted,
    bookings.BookingConfirmed,
    rate_confirmations.RateConfirmationSent,
    rate_confirmations.RateConfirmationReminded,
    rate_confirmations.RateConfirmationSigned,
    rate_confirmations.RateConfirmationRejected,
    bookings.LoadConfirmed,
    bookings.DriverAssigned,
    bookings.DriverOverdue,
    bookings.LoadDispatched,
    loads.LoadDelivered,
    loads.PodReceived,
    loads.PodChased,
    loads.LoadReadyToInvoice,
    vetting.ReviewRequested,
    vetting.ReviewDecided,
    bookings.CarrierBounced,
    loads.LoadCancelled,
    posts.SourcingExhausted,
    posts.PostExpired,
)
EVENTS: dict[str, type[EventData]] = {model.__name__: model for model in MODELS}


def envelope_of(detail_type: str) -> type[Event[EventData]]:
    """Return the model of the `detail` of events of this name; KeyError when booking knows no such event."""
    return Event[EVENTS[detail_type]]  # type: ignore[valid-type]  # a class chosen by its name
