"""POD_RECEIVED: the documents are accepted, the load is ready to invoice."""

from datetime import datetime

from lambdas.booking import domain, events
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks.changes import Changes, Decision, passing
from lambdas.booking.tasks.visiting import visit_once
from lambdas.shared.task import task
from schemas.booking.tasks.booking import ReceiveDocumentsInput
from schemas.booking.tasks.visit import Done


def decide(_visit: ReceiveDocumentsInput, snapshot: Snapshot, _now: datetime) -> Decision[Done]:
    booking = domain.require_booking(snapshot)
    changes = Changes(
        passing(snapshot.load, "READY_TO_INVOICE"), post_status="CLOSED", booking_status="CLOSED"
    )
    event = events.load_ready_to_invoice(snapshot.load, booking)
    return Decision(changes, Done(status="READY_TO_INVOICE"), (event,))


handler = task(
    lambda visit, dependencies: visit_once(visit, dependencies, decide, Done), ReceiveDocumentsInput, Done
)
