"""Booking and tracking: what they say while a load is offered, booked, hauled, dropped or cancelled."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lambdas.shared.ids import derived_id
from local.simulator.message.cast import Person, PlannedLoad
from local.simulator.message.stage import HOUR, MINUTE, Stage

BOOKING, TRACKING = "chain.booking", "chain.tracking"
OFFERED = {"silent": 40, "expires": 20, "declined": 15, "held": 25}
COURSES = {"silent": 70, "cancelled": 12, "bounced": 10, "driver changes": 8}
CHANCE_OFFERED, CHANCE_TRACKED, CHANCE_MOVED, CHANCE_POD = 0.6, 0.6, 0.35, 0.7
BEGIN_SECONDS = 10 * MINUTE
Json = dict[str, Any]


@dataclass
class Haul:
    """A load as it goes: what is over says nothing more."""

    load: PlannedLoad
    over: bool = False


class Haulers:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def begin(self) -> None:
        for load in self._stage.loads.values():
            self._begin(Haul(load))

    def _begin(self, haul: Haul) -> None:
        stage, name = self._stage, haul.load.name
        at = stage.seconds(BEGIN_SECONDS, 6 * HOUR, name)
        self._say(haul, at, BOOKING, "LoadReceived", haul.load.received())
        if stage.happens(CHANCE_OFFERED, f"{name}/offered"):
            self._offer(haul, at + 30)
        booked = at + stage.seconds(HOUR, 3 * HOUR, f"{name}/booked")
        self._say(haul, booked, BOOKING, "BookingConfirmed", _booking(haul))
        self._say(haul, booked + 20 * MINUTE, BOOKING, "LoadConfirmed", _booking(haul))
        self._assign(haul, booked + 30 * MINUTE, haul.load.driver)
        if stage.happens(CHANCE_TRACKED, f"{name}/tracked"):
            self._say(haul, booked + HOUR, TRACKING, "TrackingStarted", _booking(haul))
        self._move(haul, booked)
        self._haul(haul)
        self._part_ways(haul, booked + HOUR)

    def _offer(self, haul: Haul, at: float) -> None:
        name = haul.load.name
        offer_id = str(derived_id("offer", name))
        expires = self._stage.world.clock.present + timedelta(seconds=at + HOUR)
        offer = {
            "offer_id": offer_id,
            "dot_number": 1001,
            "rate": {"amount": 185_000, "currency": "USD"},
            "contact": haul.load.carrier.as_contact(),
            "expires_at": expires.isoformat(),
        }
        self._say(haul, at, BOOKING, "OfferSent", offer)
        ends = {"expires": "OfferExpired", "declined": "OfferDeclined", "held": "LoadHeld"}
        choice = self._stage.choose(OFFERED, f"{name}/offer")
        if choice != "silent":
            after = at + self._stage.seconds(MINUTE, HOUR, f"{name}/offer")
            self._say(haul, after, BOOKING, ends[choice], {"offer_id": offer_id, "dot_number": 1001})

    def _assign(self, haul: Haul, at: float, driver: Person) -> None:
        facts = {"driver": {"name": driver.name, "phone": driver.phone}, "truck_number": "12"}
        self._say(haul, at, BOOKING, "DriverAssigned", {**_booking(haul), **facts})
        self._say(haul, at + MINUTE, BOOKING, "LoadDispatched", _booking(haul))

    def _move(self, haul: Haul, booked: float) -> None:
        name = haul.load.name
        if self._stage.happens(CHANCE_MOVED, f"{name}/moved"):
            shift = timedelta(minutes=self._stage.world.decisions.between(-180, 600, f"{name}/shift"))
            at = booked + self._stage.seconds(HOUR, 20 * HOUR, f"{name}/moved")
            self._say(haul, at, BOOKING, "LoadReceived", haul.load.received(shift))

    def _haul(self, haul: Haul) -> None:
        """From the first stop to the proof of delivery, each a while after the one before."""
        load, name = haul.load, haul.load.name
        arrived = self._until(load.pickup_at) + self._stage.seconds(-HOUR, 2 * HOUR, f"{name}/arrives")
        self._eta(haul, arrived - 3 * HOUR, 1, load.pickup_at)
        departed = arrived + self._stage.seconds(MINUTE, 4 * HOUR, f"{name}/loads")
        self._stop(haul, 1, arrived, departed)
        there = max(
            self._until(load.delivery_at) + self._stage.seconds(-HOUR, 5 * HOUR, f"{name}/there"),
            departed + HOUR,
        )
        self._eta(haul, there - 6 * HOUR, 2, load.delivery_at)
        delivered = there + self._stage.seconds(MINUTE, 3 * HOUR, f"{name}/unloads")
        self._stop(haul, 2, there, delivered)
        said = {**_booking(haul), "delivered_at": self._at(delivered)}
        self._say(haul, delivered + 30, TRACKING, "LoadDelivered", said)
        if self._stage.happens(CHANCE_POD, f"{name}/pod"):
            proof = delivered + self._stage.seconds(HOUR, 40 * HOUR, f"{name}/pod")
            received = {**_booking(haul), "document_key": "pod.pdf", "received_at": self._at(proof)}
            self._say(haul, proof, TRACKING, "PodReceived", received)
            self._say(haul, proof + HOUR, BOOKING, "LoadReadyToInvoice", _booking(haul))

    def _part_ways(self, haul: Haul, at: float) -> None:
        name = haul.load.name
        when = at + self._stage.seconds(0, 60 * HOUR, f"{name}/parts")
        match self._stage.choose(COURSES, f"{name}/course"):
            case "cancelled":
                self._say(haul, when, BOOKING, "LoadCancelled", {"reason": "By the shipper", "attempt": 1})
                self._stage.later(when, partial(self._end, haul))
            case "bounced":
                self._say(haul, when, BOOKING, "CarrierBounced", {**_booking(haul), "reason": "Broke down"})
                self._say(haul, when + HOUR, BOOKING, "BookingConfirmed", _booking(haul))
                self._assign(haul, when + 2 * HOUR, haul.load.other_driver)
            case "driver changes":
                self._assign(haul, when, haul.load.other_driver)

    def _stop(self, haul: Haul, sequence: int, arrived: float, departed: float) -> None:
        stop = {**_booking(haul), "sequence": sequence}
        self._say(haul, arrived, TRACKING, "StopArrived", {**stop, "arrived_at": self._at(arrived)})
        self._say(haul, departed, TRACKING, "StopDeparted", {**stop, "departed_at": self._at(departed)})

    def _eta(self, haul: Haul, at: float, sequence: int, eta: datetime) -> None:
        said = {**_booking(haul), "sequence": sequence, "eta": eta.isoformat()}
        self._say(haul, at, TRACKING, "EtaUpdated", said)

    def _say(self, haul: Haul, at: float, source: str, detail_type: str, facts: Json) -> None:
        def say() -> None:
            if not haul.over:
                self._stage.say(source, detail_type, haul.load, facts)

        self._stage.later(at, say)

    def _end(self, haul: Haul) -> None:
        haul.over = True

    def _until(self, instant: datetime) -> float:
        return (instant - self._stage.world.clock.present) / timedelta(seconds=1)

    def _at(self, seconds: float) -> str:
        return (self._stage.world.clock.present + timedelta(seconds=seconds)).isoformat()


def _booking(haul: Haul) -> Json:
    return {"booking_id": str(derived_id("booking", haul.load.name)), "dot_number": 1001}
