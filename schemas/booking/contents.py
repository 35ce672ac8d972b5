"""The models of booking that have a JSON Schema."""

from schemas import problems
from schemas.booking import bookings, carriers, loads, offers, policy, posts
from schemas.booking.events.registry import EVENTS
from schemas.booking.tasks.registry import TASKS
from schemas.booking.tasks.run import RunInput
from schemas.registry import Contents

CONTENTS = Contents(
    events=EVENTS,
    tasks=TASKS,
    run=RunInput,
    bodies=(
        loads.PutLoad,
        posts.PostLoad,
        offers.SubmitOffer,
        offers.BookNow,
        offers.AcceptOffer,
        offers.CounterOffer,
        offers.DeclineOffer,
        bookings.SignRateConfirmation,
        bookings.RejectRateConfirmation,
        bookings.AssignDriver,
        bookings.BounceBooking,
        bookings.CancelLoad,
        bookings.ReviewLoad,
        carriers.PutCarrier,
        policy.WorkspacePolicy,
    ),
    views=(
        loads.LoadView,
        loads.CarrierLoadView,
        posts.PostView,
        posts.CarrierPostView,
        posts.PostAccepted,
        offers.OfferView,
        offers.CarrierOfferView,
        offers.HoldAnswer,
        bookings.BookingView,
        bookings.CarrierBookingView,
        carriers.CarrierView,
        problems.Problem,
    ),
)
