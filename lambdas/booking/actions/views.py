"""Rows as staff and carriers read them: a carrier's view is made of named fields, never of all but some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from lambdas.booking.negotiation import OPEN_STATUSES, terms_of
from schemas.booking.bookings import BookingView, CarrierBookingView
from schemas.booking.loads import CarrierLoadView, LoadTerms, LoadView, PutLoad
from schemas.booking.offers import CarrierOfferView, OfferView
from schemas.booking.posts import CarrierPostView, PostAccepted, PostView
from schemas.common import Money

if TYPE_CHECKING:
    from lambdas.booking.rows import BookingRow, LoadRow, PostRow, Row

UrlOf = Callable[[str], str | None]
CARRIER_OFFER_FIELDS = tuple(CarrierOfferView.model_fields)
CARRIER_BOOKING_FIELDS = tuple(CarrierBookingView.model_fields)
NOT_SHOWN = ("amount", "currency", "terms")
LIVE_STATUSES = OPEN_STATUSES | {"ACCEPTED", "CONFIRMED"}


def no_url(_key: str) -> None:
    """For answers that are kept for a replay, in which a short-lived URL would be dead."""


def load_view(load: LoadRow, *, applied: bool = True) -> LoadView:
    return LoadView(
        load_id=load.load_id,
        external_id=load.external_id,
        status=load.status,  # type: ignore[arg-type]  # the column's check constraint lists the statuses
        source_version=load.source_version,
        terms_version=load.terms_version,
        attempt=load.attempt,
        post_id=load.post_id,
        booking_id=load.booking_id,
        held_offer_id=load.held_offer_id,
        held_until=load.held_until,
        review_from=load.review_from,
        cancel_reason=load.cancel_reason,
        applied=applied,
        load=PutLoad.model_validate(load.document),
        created_at=load.created_at,
        updated_at=load.updated_at,
    )


def offer_view(row: Row) -> OfferView:
    return OfferView.model_validate(_with_rate(row))


def carrier_offer_view(row: Row) -> CarrierOfferView:
    shown = _with_rate(row)
    return CarrierOfferView.model_validate({field: shown[field] for field in CARRIER_OFFER_FIELDS})


def _with_rate(row: Row) -> dict[str, Any]:
    others = {name: value for name, value in row.items() if name not in NOT_SHOWN}
    return {**others, "rate": {"amount": row["amount"], "currency": row["currency"]}}


def post_view(post: PostRow, offers: Sequence[Row]) -> PostView:
    return PostView.model_validate(
        {
            "post_id": post.post_id,
            "load_id": post.load_id,
            "attempt": post.attempt,
            "status": post.status,
            "mode": post.mode,
            "groups": post.groups,
            "current_group": post.current_group,
            "target_rate": _money(post.target_rate, post.currency),
            "book_now_rate": _money(post.book_now_rate, post.currency),
            "ceiling_rate": _money(post.ceiling_rate, post.currency),
            "offer_ttl_seconds": post.offer_ttl_seconds,
            "run_name": post.run_name,
            "offers": [offer_view(row) for row in offers],
            "created_at": post.created_at,
        }
    )


def carrier_post_view(post: PostRow, offers: Sequence[Row]) -> CarrierPostView:
    load = _load_seen_by_carrier(post, offers[0] if offers else None)
    return CarrierPostView.model_validate(
        {
            "post_id": post.post_id,
            "status": post.status,
            "target_rate": _money(post.target_rate, post.currency),
            "book_now_rate": _money(post.book_now_rate, post.currency),
            "load": load,
            "offer": carrier_offer_view(offers[0]) if offers else None,
            "created_at": post.created_at,
        }
    )


def _load_seen_by_carrier(post: PostRow, offer: Row | None) -> CarrierLoadView:
    """The load as it is, or as it was last offered to a carrier whose offer has ended."""
    version, document = post.terms_version, post.document
    if offer is not None and offer["status"] not in LIVE_STATUSES:
        version, document = offer["terms_version"], offer["terms"]
    return CarrierLoadView(
        load_id=post.load_id,
        load_number=post.load_number,
        terms_version=version,
        terms=LoadTerms.model_validate(terms_of(document)),
    )


def post_accepted(post: PostRow) -> PostAccepted:
    return PostAccepted.model_validate(
        {
            "post_id": post.post_id,
            "load_id": post.load_id,
            "attempt": post.attempt,
            "run_name": post.run_name,
            "status": post.status,
        }
    )


def booking_view(booking: BookingRow, url_of: UrlOf = no_url) -> BookingView:
    return BookingView.model_validate(_booking_fields(booking, url_of))


def carrier_booking_view(booking: BookingRow, url_of: UrlOf = no_url) -> CarrierBookingView:
    fields = _booking_fields(booking, url_of)
    return CarrierBookingView.model_validate({field: fields[field] for field in CARRIER_BOOKING_FIELDS})


def _booking_fields(booking: BookingRow, url_of: UrlOf) -> dict[str, Any]:
    replaced = {
        "rate_confirmations": [_document(row, url_of) for row in booking.rate_confirmations],
        "rate": _money(booking.amount, booking.currency),
        "tonu_fee": _money(booking.tonu_fee, booking.currency),
    }
    shown = {name: value for name, value in vars(booking).items() if name not in ("amount", "currency")}
    return {**shown, **replaced}


def _document(row: Row, url_of: UrlOf) -> dict[str, Any]:
    key = row["document_key"]
    others = {name: value for name, value in row.items() if name != "document_key"}
    return {**others, "document_url": None if key is None else url_of(key)}


def _money(amount: int | None, currency: str) -> Money | None:
    return None if amount is None else Money(amount=amount, currency=currency)
