"""Routes of the link that a carrier is sent: its holder reads the booking, and signs or rejects once."""

from functools import partial

from aws_lambda_powertools.event_handler.api_gateway import Response

from lambdas.booking.actions.bookings import Verdict
from lambdas.booking.actions.documents import document_url
from lambdas.booking.actions.link_holder import booking_by_link, decide_by_link
from lambdas.booking.actions.views import carrier_booking_view
from lambdas.shared.api.resolver import answer, call_of, new_router
from schemas.booking.bookings import CarrierBookingView, RejectRateConfirmation, SignRateConfirmation

router = new_router()
PREFIX = "/sign/"


@router.get("/sign/<link_token>", tags=["signing"], summary="Read the booking of a link")
def get(link_token: str) -> Response[CarrierBookingView]:
    call = call_of(router)
    booking = booking_by_link(call, link_token)
    return answer(200, carrier_booking_view(booking, partial(document_url, call)))


@router.post("/sign/<link_token>", tags=["signing"], summary="Sign by a link")
def sign(link_token: str, body: SignRateConfirmation) -> Response[CarrierBookingView]:
    verdict = Verdict("SIGNED", None, signer=body.signer.model_dump(mode="json"))
    return _decided(link_token, verdict)


@router.post("/sign/<link_token>/reject", tags=["signing"], summary="Reject by a link")
def reject(link_token: str, body: RejectRateConfirmation) -> Response[CarrierBookingView]:
    return _decided(link_token, Verdict("REJECTED", None, reason=body.reason))


def _decided(link_token: str, verdict: Verdict) -> Response[CarrierBookingView]:
    booking = decide_by_link(call_of(router), None, link_token, verdict)
    return answer(200, carrier_booking_view(booking))
