"""Events say what is committed, and all of it."""

from collections.abc import Iterator

from local.simulator.booking.seen import Seen

ENDS = {
    "READY_TO_INVOICE": "LoadReadyToInvoice",
    "CANCELLED": "LoadCancelled",
    "CANCELLED_TONU": "LoadCancelled",
    "EXHAUSTED": "SourcingExhausted",
    "EXPIRED": "PostExpired",
}
STATUS_EVENTS = {"SIGNED": "RateConfirmationSigned", "REJECTED": "RateConfirmationRejected"}


def events_committed(seen: Seen) -> Iterator[str]:
    """What is on the bus stands in the outbox, word for word: nothing is told that was not committed."""
    for detail in seen.published:
        stored = seen.rows.events.get(detail["metadata"]["id"])
        if stored is None:
            yield f"{detail['name']} was put on the bus, and no such event was committed"
        elif stored["detail"]["data"] != detail["data"]:
            yield f"{detail['name']} says something else on the bus than in the outbox"


def changes_have_events(seen: Seen) -> Iterator[str]:
    """Each committed change has its event: posts, offers, holds, bookings, documents, ends."""
    rows, names = seen.rows, seen.names
    expected = {
        "LoadPosted": sum(post["status"] != "OPENING" and post["current_group"] >= 0 for post in rows.posts),
        "BookingConfirmed": len(rows.bookings),
        "RateConfirmationSent": len(rows.documents),
    }
    for name, count in expected.items():
        if names[name] != count:
            yield f"{names[name]} events {name}, and {count} rows that each ask for one"
    yield from _answered_documents(seen)
    yield from _offers(seen)
    end = ENDS.get(rows.load["status"])
    if end is not None and names[end] < 1:
        yield f"the load is {rows.load['status']}, and there is no {end}"


def _answered_documents(seen: Seen) -> Iterator[str]:
    for status, name in STATUS_EVENTS.items():
        said = {(data["booking_id"], data["revision"]) for data in seen.events(name)}
        for document in seen.rows.documents:
            if document["status"] == status and (document["booking_id"], document["revision"]) not in said:
                yield f"a document is {status}, and there is no {name}"


def _offers(seen: Seen) -> Iterator[str]:
    known = {data["offer_id"] for data in seen.events("OfferSent", "OfferReceived", "LoadHeld")}
    held = {data["offer_id"] for data in seen.events("LoadHeld")}
    for offer in seen.rows.offers:
        if offer["offer_id"] not in known:
            yield "an offer was neither sent nor received nor held by an event"
        if offer["status"] in ("ACCEPTED", "CONFIRMED") and offer["offer_id"] not in held:
            yield f"an offer is {offer['status']}, and there is no LoadHeld"
