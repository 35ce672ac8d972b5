"""The events of rate confirmations, made from the rows that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.booking import events as models

if TYPE_CHECKING:
    from datetime import datetime

    from lambdas.booking.rows import BookingRow
    from lambdas.booking.snapshot import Booking, Load, RateConfirmation
    from schemas.booking.events.rate_confirmations import (
        RateConfirmationRejected,
        RateConfirmationReminded,
        RateConfirmationSent,
        RateConfirmationSigned,
    )


def rate_confirmation_sent(
    load: Load, booking: Booking, revision: int, document_key: str, link_expires_at: datetime
) -> RateConfirmationSent:
    return models.rate_confirmations.RateConfirmationSent(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        document_key=document_key,
        link_expires_at=link_expires_at,
    )


def rate_confirmation_reminded(
    load: Load, booking: Booking, document: RateConfirmation
) -> RateConfirmationReminded:
    return models.rate_confirmations.RateConfirmationReminded(
        load_id=load.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=document.revision,
        round=document.reminders + 1,
    )


def rate_confirmation_signed(
    booking: BookingRow, revision: int, signed_at: datetime
) -> RateConfirmationSigned:
    return models.rate_confirmations.RateConfirmationSigned(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        signed_at=signed_at,
    )


def rate_confirmation_rejected(booking: BookingRow, revision: int, reason: str) -> RateConfirmationRejected:
    return models.rate_confirmations.RateConfirmationRejected(
        load_id=booking.load_id,
        booking_id=booking.booking_id,
        dot_number=booking.dot_number,
        revision=revision,
        reason=reason,
    )
