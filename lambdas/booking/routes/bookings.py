"""Routes of bookings and of the rate confirmation that the carrier signs."""

from functools import partial
from uuid import UUID

from aws_lambda_powertools.event_handler.api_gateway import Response

from lambdas.booking.actions.bookings import (
    Verdict,
    assign_driver,
    booking_of,
    bounce_booking,
    decide_rate_confirmation,
)
from lambdas.booking.actions.documents import document_url
from lambdas.booking.actions.link_holder import decide_by_link
from lambdas.booking.actions.views import UrlOf, booking_view, carrier_booking_view, no_url
from lambdas.booking.rows import BookingRow
from lambdas.shared.api.call import Call, identifier
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.bookings import (
    AssignDriver,
    BookingView,
    BounceBooking,
    CarrierBookingView,
    RejectRateConfirmation,
    SignRateConfirmation,
)

router = new_router()
BOOKING = "booking"


@router.get("/v1/bookings/<booking_id>", tags=["bookings"], summary="Read a booking")
def get(booking_id: str) -> Response[BookingView | CarrierBookingView]:
    call = call_of(router)
    return _shown(call, identifier(booking_id, BOOKING), url_of=partial(document_url, call))


@router.post(
    "/v1/bookings/<booking_id>/rate-confirmation/sign",
    tags=["bookings"],
    summary="Sign the rate confirmation",
)
def sign(booking_id: str, body: SignRateConfirmation) -> Response[BookingView | CarrierBookingView]:
    signer = body.signer.model_dump(mode="json")
    return _decide(booking_id, Verdict("SIGNED", body.revision, signer=signer), body.link_token)


@router.post(
    "/v1/bookings/<booking_id>/rate-confirmation/reject",
    tags=["bookings"],
    summary="Reject the rate confirmation",
)
def reject(booking_id: str, body: RejectRateConfirmation) -> Response[BookingView | CarrierBookingView]:
    return _decide(booking_id, Verdict("REJECTED", body.revision, reason=body.reason), body.link_token)


@router.post("/v1/bookings/<booking_id>/driver", tags=["bookings"], summary="Name driver and truck")
def name_driver(booking_id: str, body: AssignDriver) -> Response[BookingView | CarrierBookingView]:
    call, booking = _changed_booking(booking_id)
    assign_driver(call, booking, body)
    return _shown(call, booking.booking_id)


@router.post("/v1/bookings/<booking_id>/bounce", tags=["bookings"], summary="Give the load back")
def bounce(booking_id: str, body: BounceBooking) -> Response[BookingView | CarrierBookingView]:
    call, booking = _changed_booking(booking_id)
    bounce_booking(call, booking, body)
    return _shown(call, booking.booking_id, status=202)


def _decide(
    booking_id: str, verdict: Verdict, link_token: str | None
) -> Response[BookingView | CarrierBookingView]:
    call = call_of(router)
    if link_token is not None:
        booking = decide_by_link(call, identifier(booking_id, BOOKING), link_token, verdict)
        return answer(200, carrier_booking_view(booking))
    call, booking = _changed_booking(booking_id)
    call.caller.require_carrier()
    decide_rate_confirmation(call, booking, verdict)
    return _shown(call, booking.booking_id)


def _changed_booking(booking_id: str) -> tuple[Call, BookingRow]:
    call = call_of(router)
    call.caller.require_answerer(BOOKING)
    return call, booking_of(call, identifier(booking_id, BOOKING))


def _shown(
    call: Call, booking_id: UUID, *, status: int = 200, url_of: UrlOf = no_url
) -> Response[BookingView | CarrierBookingView]:
    booking = booking_of(call, booking_id)
    view = carrier_booking_view if call.side == "carrier" else booking_view
    return answer(status, view(booking, url_of))
