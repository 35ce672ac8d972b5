"""One carrier at a time: holds and live bookings."""

from collections.abc import Iterator

from local.simulator.booking.seen import Seen

HOLDING = frozenset({"HELD", "VETTING", "HELD_FOR_REVIEW", "NEEDS_REVIEW"})


def one_live_booking(seen: Seen) -> Iterator[str]:
    """A load has at most one live booking, names it, and its offer alone is CONFIRMED."""
    live, load = seen.live_bookings, seen.rows.load
    if len(live) > 1:
        yield f"{len(live)} live bookings"
    if live and load["booking_id"] != live[0]["booking_id"]:
        yield "the load does not name its live booking"
    confirmed = {offer["offer_id"] for offer in seen.rows.offers if offer["status"] == "CONFIRMED"}
    if confirmed != {booking["offer_id"] for booking in live} and not seen.owes_bounce:
        yield f"{len(confirmed)} offers are CONFIRMED, and {len(live)} bookings live"


def one_hold(seen: Seen) -> Iterator[str]:
    """The accepted offer is the one that holds the load: no second carrier was told yes."""
    if seen.owes_bounce:
        return
    accepted = [offer["offer_id"] for offer in seen.rows.offers if offer["status"] == "ACCEPTED"]
    held = seen.rows.load["held_offer_id"]
    if accepted != ([] if held is None else [held]):
        yield f"{len(accepted)} offers are ACCEPTED, and {'one holds' if held else 'none holds'} the load"
    if held is not None and seen.live_bookings:
        yield "a booked load is held as well"


def holds_released(seen: Seen) -> Iterator[str]:
    """A hold has an end, and belongs to a load that is being vetted or reviewed."""
    load = seen.rows.load
    held = load["held_offer_id"] is not None
    if held != (load["held_until"] is not None):
        yield "the hold has no end, or an end has no hold"
    if held and load["status"] not in HOLDING:
        yield f"a load that is {load['status']} is held"
