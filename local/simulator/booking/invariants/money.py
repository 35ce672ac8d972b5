"""Cents stay what was agreed, from the offer to the rate confirmation and the fee."""

from collections.abc import Iterator

from local.simulator.booking.rows import Row
from local.simulator.booking.seen import Seen


def money_conserved(seen: Seen) -> Iterator[str]:
    """A booking costs what its offer was accepted for, within the ceiling; a fee owed is a fee written."""
    for booking in seen.rows.bookings:
        yield from _agreed(seen, booking["offer_id"], booking["amount"], booking["currency"])
    for held in seen.events("LoadHeld", "BookingConfirmed"):
        rate = held["rate"]
        yield from _on_the_table(seen, held["offer_id"], rate["amount"])
    for document in seen.rows.documents:
        yield from _confirmed(seen, document)
    yield from _fees(seen)


def _confirmed(seen: Seen, document: Row) -> Iterator[str]:
    booking, said = seen.booking(document["booking_id"]), seen.said.get(document["document_key"])
    if booking is None or said is None:
        yield "a rate confirmation was sent, and is not in the bucket"
        return
    for column in ("amount", "currency", "dot_number", "booking_id"):
        if said[column] != booking[column]:
            yield f"the rate confirmation says {said[column]} for {column}, the booking {booking[column]}"


def _agreed(seen: Seen, offer_id: str, amount: int, currency: str) -> Iterator[str]:
    offer = seen.offer(offer_id)
    if offer is None or (offer["amount"], offer["currency"]) != (amount, currency):
        yield "a booking costs something else than its offer was accepted for"


def _on_the_table(seen: Seen, offer_id: str, amount: int) -> Iterator[str]:
    proposed = {price["amount"] for price in seen.rows.prices if price["offer_id"] == offer_id}
    if amount not in proposed:
        yield "a rate was confirmed that nobody had proposed"


def _fees(seen: Seen) -> Iterator[str]:
    said = {data["booking_id"]: data["tonu_fee"] for data in seen.events("LoadCancelled")}
    for booking in seen.rows.bookings:
        fee = said.get(booking["booking_id"])
        if booking["tonu_fee"] != (fee["amount"] if fee else None):
            yield f"the fee of a cancelled booking is {booking['tonu_fee']}, and the event says {fee}"
    owed = any(booking["tonu_fee"] for booking in seen.rows.bookings)
    if (seen.rows.load["status"] == "CANCELLED_TONU") != owed:
        yield f"the load is {seen.rows.load['status']}, and a fee is {'owed' if owed else 'not owed'}"
