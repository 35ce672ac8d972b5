"""What is true of the rows of a load whenever no statement runs, and more so once its run has ended."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.lambdas.booking.rows import Rows

OPEN_OFFERS = {"INVITED", "SUBMITTED", "COUNTERED"}
ENDED_BOOKINGS = {"VOIDED", "BOUNCED", "CANCELLED"}
ENDED_LOADS = {"READY_TO_INVOICE", "CANCELLED", "CANCELLED_TONU", "EXHAUSTED", "EXPIRED"}
UNCOVERED_ENDS = ENDED_LOADS - {"READY_TO_INVOICE"}
ONCE_A_LOAD = {
    "READY_TO_INVOICE": "LoadReadyToInvoice",
    "CANCELLED": "LoadCancelled",
    "CANCELLED_TONU": "LoadCancelled",
    "EXHAUSTED": "SourcingExhausted",
    "EXPIRED": "PostExpired",
}


def broken_invariants(rows: Rows, published: Sequence[str]) -> list[str]:
    """A sentence for each thing that does not agree; `published` are the ids of the events on the bus."""
    tables = rows.all_rows()
    load = tables["loads"][0]
    if any(_owes_bounce(load, booking) for booking in tables["bookings"]):
        return _hold(load, tables["offers"])
    return [
        *_hold(load, tables["offers"]),
        *_booking(load, tables["bookings"], tables["offers"]),
        *_documents(tables["bookings"], tables["rate_confirmations"]),
        *_end(load, tables),
        *_events(load, tables, published),
    ]


def _owes_bounce(load: dict[str, Any], booking: dict[str, Any]) -> bool:
    """The carrier dropped the load, and its run has not undone the booking yet."""
    return bool(booking["status"] == "BOUNCED" and booking["booking_id"] == load["booking_id"])


def _hold(load: dict[str, Any], offers: list[dict[str, Any]]) -> list[str]:
    accepted = {offer["offer_id"] for offer in offers if offer["status"] == "ACCEPTED"}
    held = {load["held_offer_id"]} - {None}
    broken = [] if accepted == held else [f"accepted offers {accepted} are not the hold {held}"]
    if (load["held_offer_id"] is None) != (load["held_until"] is None):
        broken.append("the hold has no end, or an end has no hold")
    return broken


def _booking(load: dict[str, Any], bookings: list[dict[str, Any]], offers: list[dict[str, Any]]) -> list[str]:
    live = [booking for booking in bookings if booking["status"] not in ENDED_BOOKINGS]
    confirmed = {offer["offer_id"] for offer in offers if offer["status"] == "CONFIRMED"}
    broken = [] if len(live) <= 1 else ["two live bookings"]
    if confirmed != {booking["offer_id"] for booking in live} and load["status"] != "AVAILABLE":
        broken.append(f"confirmed offers {confirmed} are not those of the live booking")
    if live and load["booking_id"] != live[0]["booking_id"]:
        broken.append("the load does not name its live booking")
    if live and load["held_offer_id"] is not None:
        broken.append("a booked load is held as well")
    drivers = [booking for booking in bookings if booking["driver"] and booking["status"] in ENDED_BOOKINGS]
    return broken + (["an ended booking has a driver"] if drivers else [])


def _documents(bookings: list[dict[str, Any]], documents: list[dict[str, Any]]) -> list[str]:
    status = {booking["booking_id"]: booking["status"] for booking in bookings}
    return [
        f"a {status[document['booking_id']]} booking has a document that is {document['status']}"
        for document in documents
        if status[document["booking_id"]] in ENDED_BOOKINGS and document["status"] in ("SENT", "SIGNED")
    ]


def _end(load: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> list[str]:
    if load["status"] not in ENDED_LOADS:
        return []
    broken = [
        f"offer {o['dot_number']} is still {o['status']}"
        for o in tables["offers"]
        if o["status"] in OPEN_OFFERS
    ]
    live = [booking for booking in tables["bookings"] if booking["status"] not in ENDED_BOOKINGS]
    if load["status"] in UNCOVERED_ENDS and live:
        broken.append(f"a {load['status']} load has a live booking")
    if load["held_offer_id"] is not None or load["wait_key"] is not None:
        broken.append("an ended load is held, or waits")
    if any(post["status"] in ("OPENING", "OPEN", "BOOKED") for post in tables["posts"]):
        broken.append("an ended load has an open post")
    return broken


def _events(
    load: dict[str, Any], tables: dict[str, list[dict[str, Any]]], published: Sequence[str]
) -> list[str]:
    names = Counter(event["detail_type"] for event in tables["outbox"])
    written = {str(event["event_id"]) for event in tables["outbox"]}
    broken = [f"{len(written ^ set(published))} events are not both written and published"] * (
        written != set(published)
    )
    expected = {
        "LoadPosted": sum(
            post["status"] != "OPENING" and post["current_group"] >= 0 for post in tables["posts"]
        ),
        "BookingConfirmed": len(tables["bookings"]),
        "RateConfirmationSent": len(tables["rate_confirmations"]),
    }
    for name in set(ONCE_A_LOAD.values()):
        expected[name] = int(ONCE_A_LOAD.get(load["status"]) == name)
    broken += [
        f"{names[name]} {name}, not {count}" for name, count in expected.items() if names[name] != count
    ]
    sent = {
        event["detail"]["data"]["offer_id"]
        for event in tables["outbox"]
        if event["detail_type"] == "OfferSent"
    }
    offered = {str(offer["offer_id"]) for offer in tables["offers"]}
    return broken + ([] if sent == offered else ["offers and OfferSent events are not the same"])
