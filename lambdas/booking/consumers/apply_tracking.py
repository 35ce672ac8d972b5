"""What tracking says of a booked load: delivered, and its proof of delivery accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.actions.bookings import BookingMove, move_booking, read_booking
from lambdas.shared.api.call import Call
from lambdas.shared.api.caller import Caller
from lambdas.shared.queues import BusEvent, queue_handler
from schemas.booking.events.loads import LoadDelivered, PodReceived

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.shared.wiring import Dependencies

MOVES: Mapping[str, BookingMove] = {
    "LoadDelivered": BookingMove("DELIVERED", ("CONFIRMED", "DISPATCHED"), over=("DELIVERED", "CLOSED")),
    "PodReceived": BookingMove("CLOSED", ("CONFIRMED", "DISPATCHED", "DELIVERED"), over=("CLOSED",)),
}
MODELS: Mapping[str, type[LoadDelivered | PodReceived]] = {
    "LoadDelivered": LoadDelivered,
    "PodReceived": PodReceived,
}


def apply_tracking(event: BusEvent, dependencies: Dependencies) -> None:
    """Move the booking and answer the run that waits for it. The same event again changes nothing.

    Raises NotFound for a booking that is not of the event's workspace, StateConflict for one that cannot
    be delivered yet: the queue tries again, then keeps it for a person.
    """
    data = MODELS[event.detail_type].model_validate(event.detail["data"])
    metadata = event.metadata
    tracking = Caller(metadata.workspace_id, event.source, frozenset({"member"}))
    call = Call(tracking, dependencies, dependencies.clock(), dependencies.sleep)
    booking = read_booking(call, data.booking_id)
    move_booking(call, booking, MOVES[event.detail_type])


handler = queue_handler(apply_tracking)
