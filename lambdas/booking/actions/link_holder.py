"""A verdict on a rate confirmation by whoever holds its single-use link."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from lambdas.booking.actions.bookings import decide_rate_confirmation, read_booking
from lambdas.booking.links import LinkError, LinkUnknown, digest_of
from lambdas.booking.refusals import LinkSpent
from lambdas.booking.signing_links import links_of
from lambdas.shared.api.caller import Caller
from lambdas.shared.json_text import json_text
from lambdas.shared.refusals import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from lambdas.booking.actions.bookings import Verdict
    from lambdas.booking.links import LinkTarget
    from lambdas.booking.rows import BookingRow
    from lambdas.shared.api.call import Call

SHOWN_DIGITS = 16


def booking_by_link(call: Call, token: str) -> BookingRow:
    """The booking that a link opens, without using the link. Raises NotFound or LinkSpent."""
    with _refusing():
        target = links_of(call.dependencies).peek(token, call.now)
    return read_booking(_held_by(call, target.workspace_id, token), target.booking_id)


def decide_by_link(call: Call, booking_id: UUID | None, token: str, verdict: Verdict) -> BookingRow:
    """Sign or reject the revision that the link opens; the same verdict again is the same.

    The link is used before anything is written, so that no other verdict can follow.
    Raises NotFound for a link of nothing or of another booking, LinkSpent, StateConflict.
    """
    links = links_of(call.dependencies)
    used_by = hashlib.sha256(json_text(vars(verdict)).encode()).hexdigest()
    with _refusing():
        _require_link_of(links.target_of(token), booking_id)
        target = links.consume(token, used_by, call.now)
    holder = _held_by(call, target.workspace_id, token)
    booking = read_booking(holder, target.booking_id)
    decide_rate_confirmation(holder, booking, replace(verdict, revision=target.revision))
    return read_booking(holder, target.booking_id)


def _require_link_of(target: LinkTarget, booking_id: UUID | None) -> None:
    if booking_id not in (None, target.booking_id):
        raise NotFound("booking")


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except LinkUnknown:
        raise NotFound("link") from None
    except LinkError as error:
        raise LinkSpent(str(error)) from None


def _held_by(call: Call, workspace_id: str, token: str) -> Call:
    """The call as made by the link's holder, who is named by a piece of its digest."""
    subject = f"link:{digest_of(token)[:SHOWN_DIGITS]}"
    return replace(call, caller=Caller(workspace_id, subject, frozenset()))
