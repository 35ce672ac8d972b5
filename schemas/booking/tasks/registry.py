"""Every task function of booking and its models: for the JSON Schemas and the state machine's tests."""

from schemas.booking.tasks import booking, endings, sourcing, vetting
from schemas.booking.tasks.visit import Deadline, Done
from schemas.registry import TaskModels
from schemas.visit import Waiting

TASKS: dict[str, TaskModels] = {
    "source_carriers": TaskModels(sourcing.SourceCarriersInput, Waiting, sourcing.Held),
    "vet_carrier": TaskModels(vetting.VetCarrierInput, vetting.CarrierVetting),
    "request_review": TaskModels(vetting.RequestReviewInput, Waiting, vetting.ReviewAnswer),
    "book_load": TaskModels(booking.BookLoadInput, booking.Booked),
    "send_rate_confirmation": TaskModels(booking.SendRateConfirmationInput, Waiting, Deadline),
    "confirm_booking": TaskModels(booking.ConfirmBookingInput, Waiting, Deadline),
    "dispatch_load": TaskModels(booking.DispatchLoadInput, Waiting, Done),
    "deliver_load": TaskModels(booking.DeliverLoadInput, Waiting, Done),
    "receive_documents": TaskModels(booking.ReceiveDocumentsInput, Done),
    "release_load": TaskModels(sourcing.ReleaseLoadInput, Done),
    "bounce_load": TaskModels(endings.BounceLoadInput, endings.NextRun),
    "cancel_load": TaskModels(endings.CancelLoadInput, endings.Cancelled),
    "end_sourcing": TaskModels(sourcing.EndSourcingInput, Done),
}
