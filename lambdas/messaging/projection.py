"""A load as messaging knows it, from the events of booking and tracking alone.

Events come late, twice and out of order: what each says carries the instant at which it was so (`as_of`), and
only what is newer counts. The facts are JSON, as `messaging.loads` keeps them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Facts = Mapping[str, Any]
Applied = dict[str, Any]
Apply = Callable[[Applied, Facts], None]
EMPTY: Facts = {"status": "RECEIVED", "stops": [], "offers": {}, "as_of": {}}
ENDED_OFFERS = frozenset({"OfferExpired", "OfferDeclined", "HoldReleased", "LoadHeld"})
STOP_FIELDS = ("eta", "arrived_at", "departed_at")
OFFER_FIELDS = ("dot_number", "contact", "expires_at")
LOAD_FIELDS = ("external_id", "load_number", "equipment", "commodity", "distance_miles", "references")


def applied(facts: Facts | None, detail_type: str, data: Facts, occurred_at: str) -> Facts | None:
    """The facts with one event more, or None when it says nothing new. `occurred_at` is ISO 8601, in UTC."""
    subject, apply = SUBJECTS.get(detail_type, (None, None))
    if subject is None or apply is None:
        return None
    before = facts or EMPTY
    key = subject(data) if callable(subject) else subject
    if before["as_of"].get(key, "") >= occurred_at:
        return None
    after: Applied = {**before, "as_of": {**before["as_of"], key: occurred_at}}
    apply(after, data)
    return after


def open_offers(facts: Facts) -> Mapping[str, Facts]:
    """The offers, by id, that did not end after they were last made. Whether they expired is the clock's."""
    as_of = facts["as_of"]
    return {
        offer_id: offer
        for offer_id, offer in facts["offers"].items()
        if as_of[f"offer/{offer_id}"] > as_of.get(f"offer_end/{offer_id}", "")
    }


def _load_received(after: Applied, data: Facts) -> None:
    """The source's write of the load; what happened at its stops stays."""
    after.update({name: data.get(name) for name in LOAD_FIELDS})
    happened = {stop["sequence"]: stop for stop in after["stops"]}
    after["stops"] = [
        {**stop, **{name: happened.get(stop["sequence"], {}).get(name) for name in STOP_FIELDS}}
        for stop in data["stops"]
    ]


def _status(status: str) -> Apply:
    def apply(after: Applied, data: Facts) -> None:
        after["status"] = status
        after["booking_id"] = data.get("booking_id") or after.get("booking_id")

    return apply


def _bounced(after: Applied, _data: Facts) -> None:
    after.update({"status": "BOUNCED", "driver": None, "dispatcher": None, "booking_id": None})


def _recovered(after: Applied, data: Facts) -> None:
    """A load that was bounced is offered again: to other carriers, so with nobody assigned."""
    after.update({"status": "SOURCING", "driver": None, "dispatcher": None, "attempt": data.get("attempt")})


def _driver_assigned(after: Applied, data: Facts) -> None:
    after["driver"] = {**(data.get("driver") or {}), "truck_number": data.get("truck_number")}
    after["dispatcher"] = data.get("dispatcher")


def _delivered(after: Applied, data: Facts) -> None:
    after["delivered_at"] = data["delivered_at"]


def _pod_received(after: Applied, data: Facts) -> None:
    after["pod_received_at"] = data["received_at"]


def _offer_sent(after: Applied, data: Facts) -> None:
    """`early`: sent before anybody told what the load is, so that its text is still to be planned."""
    offer = {**data["rate"], **{name: data.get(name) for name in OFFER_FIELDS}, "early": not after["stops"]}
    after["offers"] = {**after["offers"], data["offer_id"]: offer}


def _offer_ended(_after: Applied, _data: Facts) -> None:
    """That it ended, and when, is all that counts."""


def _stop(name: str, field: str) -> Apply:
    """What tracking says of one stop."""

    def apply(after: Applied, data: Facts) -> None:
        after["stops"] = [
            {**stop, name: data[field]} if stop["sequence"] == data["sequence"] else stop
            for stop in after["stops"]
        ]

    return apply


def _tracking(active: bool) -> Apply:
    def apply(after: Applied, _data: Facts) -> None:
        after["tracking_active"] = active

    return apply


def _of_stop(what: str) -> Callable[[Facts], str]:
    return lambda data: f"{what}/{data['sequence']}"


def _of_offer(what: str) -> Callable[[Facts], str]:
    return lambda data: f"{what}/{data['offer_id']}"


SUBJECTS: Mapping[str, tuple[str | Callable[[Facts], str], Apply]] = {
    "LoadReceived": ("load", _load_received),
    "LoadPosted": ("status", _recovered),
    "BookingConfirmed": ("status", _status("BOOKED")),
    "LoadConfirmed": ("status", _status("CONFIRMED")),
    "LoadDispatched": ("status", _status("DISPATCHED")),
    "LoadReadyToInvoice": ("status", _status("READY_TO_INVOICE")),
    "LoadCancelled": ("status", _status("CANCELLED")),
    "CarrierBounced": ("status", _bounced),
    "DriverAssigned": ("driver", _driver_assigned),
    "LoadDelivered": ("delivered", _delivered),
    "PodReceived": ("pod", _pod_received),
    "OfferSent": (_of_offer("offer"), _offer_sent),
    **{name: (_of_offer("offer_end"), _offer_ended) for name in sorted(ENDED_OFFERS)},
    "StopArrived": (_of_stop("arrived"), _stop("arrived_at", "arrived_at")),
    "StopDeparted": (_of_stop("departed"), _stop("departed_at", "departed_at")),
    "EtaUpdated": (_of_stop("eta"), _stop("eta", "eta")),
    "TrackingStarted": ("tracking", _tracking(active=True)),
    "TrackingStopped": ("tracking", _tracking(active=False)),
}
"""What each event is about (a later event about the same replaces it), and what it says."""
