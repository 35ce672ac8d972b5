"""What was undone is undone everywhere."""

from collections.abc import Iterator

from local.simulator.booking.seen import ENDED_BOOKINGS, ENDED_LOADS, OPEN_OFFERS, UNCOVERED_ENDS, Seen


def compensation_complete(seen: Seen) -> Iterator[str]:
    """A lost booking has no driver, no valid document and no working link; an ended load nothing open."""
    if not seen.owes_bounce:
        yield from _bookings(seen)
    if seen.rows.load["status"] in ENDED_LOADS:
        yield from _ended(seen)


def _bookings(seen: Seen) -> Iterator[str]:
    ended = {row["booking_id"] for row in seen.rows.bookings if row["status"] in ENDED_BOOKINGS}
    if any(row["driver"] and row["booking_id"] in ended for row in seen.rows.bookings):
        yield "an ended booking has a driver"
    for document in seen.rows.documents:
        if document["booking_id"] not in ended:
            continue
        if document["status"] in ("SENT", "SIGNED"):
            yield f"an ended booking has a document that is {document['status']}"
        link = seen.links.get(document["link_digest"], {})
        if document["status"] == "VOIDED" and document["decided_at"] is None and "revoked_at" not in link:
            yield "a voided document's link was not revoked"


def _ended(seen: Seen) -> Iterator[str]:
    load = seen.rows.load
    if any(offer["status"] in OPEN_OFFERS for offer in seen.rows.offers):
        yield f"a load that is {load['status']} has open offers"
    if load["status"] in UNCOVERED_ENDS and seen.live_bookings:
        yield f"a load that is {load['status']} has a live booking"
    if load["held_offer_id"] is not None or load["wait_key"] is not None:
        yield f"a load that is {load['status']} is held, or waits"
    if any(post["status"] in ("OPENING", "OPEN", "BOOKED") for post in _posts(seen)):
        yield f"a load that is {load['status']} has an open post"


def _posts(seen: Seen) -> list[dict[str, str]]:
    """A load that was cancelled before it was posted again has a post that ended by itself."""
    return seen.rows.posts
