"""The script of one load's week: who does what when, and what is written down of it."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lambdas.booking.identifiers import load_id_of
from lambdas.messaging.identifiers import thread_id_of
from local.simulator.message.cast import ORIGIN, Person, PlannedLoad, enabled_rules
from local.simulator.message.haulers import BOOKING, TRACKING
from local.simulator.message.play import MessagePlay
from local.simulator.message.providers import Sent
from local.simulator.message.stage import member_of, owner_of

WORKSPACE = "acme"
SAM, AL = Person("Sam Roe", "+13125550123"), Person("Al Poe", "+16025550144")
BEGINS = datetime(2027, 3, 10, 15, tzinfo=ZoneInfo("UTC"))
TOLD = (
    "MessageMoved",
    "MessageSkipped",
    "MessageSuppressed",
    "MessageCancelled",
    "MessageEscalated",
    "MessageFailed",
)
Json = dict[str, Any]
_BOOKED = {"booking_id": "00000000-0000-4000-8000-000000000001", "dot_number": 1001}


class Week:
    """The script: who does what when. `lines` is the transcript so far, in the time of the delivery."""

    def __init__(self, play: MessagePlay, document: Json) -> None:
        self._play = play
        self._stage, self._world = play.stage, play.world
        stops = tuple(document["stops"])
        pickup, delivery = (datetime.fromisoformat(stop["start"]) for stop in (stops[0], stops[-1]))
        self._zones = {stop["sequence"]: ZoneInfo(stop["time_zone"]) for stop in stops}
        self._last = stops[-1]["sequence"]
        self.load = PlannedLoad(document["external_id"], WORKSPACE, stops, pickup, delivery, SAM, AL, SAM)
        self._document = document
        self.lines: list[str] = []

    @property
    def load_id(self) -> UUID:
        return load_id_of(WORKSPACE, self.load.name)

    def begin(self) -> None:
        self._set_up()
        pickup, delivery = self.load.pickup_at, self.load.delivery_at
        self._until_pickup(pickup)
        self._pickup(pickup + timedelta(hours=2))
        self._change_of_drivers(delivery)
        self._delivery(delivery)

    def arrived(self, sent: Sent, _provider_message_id: str) -> None:
        self._line(f"{self._name(sent.address)} < {sent.body}")

    def heard(self, entry: dict[str, str]) -> None:
        """Note what becomes of messages that do not go out as planned."""
        self._play.watch.heard(entry)
        data = json.loads(entry["Detail"])["data"]
        if entry["DetailType"] in TOLD:
            self._line(f"  {entry['DetailType']} {data['template']}: {data['reason']}")

    def _set_up(self) -> None:
        owner = owner_of(WORKSPACE)
        self._stage.put(owner, "/v1/messaging-policy", {"company": "Acme Freight"}, "policy")
        for number, (rule_id, rule) in enumerate(enabled_rules().items()):
            self._stage.put(owner, f"/v1/autopilot-rules/{rule_id}", rule, rule_id, number + 1)

    def _until_pickup(self, pickup: datetime) -> None:
        """Two days before: booked, and the driver is told. A day before: two hours later than thought."""
        booked = BEGINS + timedelta(hours=1)
        self._fact(booked, BOOKING, "LoadReceived", **self._received())
        self._fact(booked + timedelta(minutes=1), BOOKING, "BookingConfirmed", **_BOOKED)
        self._driver(booked + timedelta(minutes=2), SAM)
        self._fact(booked + timedelta(minutes=3), BOOKING, "LoadDispatched", **_BOOKED)
        self._says(booked + timedelta(minutes=5), SAM, "ok")
        moved = self._received(timedelta(hours=2))
        self._fact(pickup - timedelta(hours=22), BOOKING, "LoadReceived", **moved)

    def _pickup(self, pickup: datetime) -> None:
        self._says(pickup - timedelta(hours=8, minutes=55), SAM, "be there by 4:30 pm")
        self._says(pickup - timedelta(hours=1, minutes=56), SAM, "yes still good")
        self._says(pickup + timedelta(minutes=2), SAM, "I'm here")
        self._passes(1, "Arrived", pickup + timedelta(minutes=3))
        self._passes(1, "Departed", pickup + timedelta(minutes=70))
        self._says(pickup + timedelta(hours=2, minutes=30), SAM, "all good, rolling")

    def _change_of_drivers(self, delivery: datetime) -> None:
        """The day before the delivery Sam falls ill; nobody drives for two hours, then Al."""
        self._driver(delivery - timedelta(hours=28), None)
        self._driver(delivery - timedelta(hours=26), AL)
        self._says(delivery - timedelta(hours=25, minutes=58), AL, "ok")

    def _delivery(self, delivery: datetime) -> None:
        """A person takes over in the morning; then Al wants no more texts, and delivers."""
        self._takes_over(delivery - timedelta(hours=5, minutes=30), "Al, this is Kim. Dock 4, use gate B.")
        self._says(delivery - timedelta(hours=5, minutes=20), AL, "got it thanks")
        self._hands_back(delivery - timedelta(hours=3))
        self._says(delivery - timedelta(hours=1, minutes=50), AL, "please stop texting me")
        self._passes(self._last, "Arrived", delivery + timedelta(minutes=20))
        self._passes(self._last, "Departed", delivery + timedelta(minutes=90))
        at = delivery + timedelta(minutes=91)
        self._fact(at, TRACKING, "LoadDelivered", **_BOOKED, delivered_at=at.isoformat())

    def _received(self, later: timedelta = timedelta(0)) -> Json:
        first, *others = self._document["stops"]
        moved = {name: (datetime.fromisoformat(first[name]) + later).isoformat() for name in ("start", "end")}
        return {**self._document, "stops": [{**first, **moved}, *others]}

    def _driver(self, at: datetime, driver: Person | None) -> None:
        facts = None if driver is None else {"name": driver.name, "phone": driver.phone}
        self._fact(at, BOOKING, "DriverAssigned", **_BOOKED, driver=facts, truck_number="12")

    def _passes(self, sequence: int, what: str, at: datetime) -> None:
        said = {"sequence": sequence, f"{what.lower()}_at": at.isoformat()}
        self._fact(at, TRACKING, f"Stop{what}", **said)

    def _fact(self, at: datetime, source: str, detail_type: str, **facts: Any) -> None:
        def say() -> None:
            who = (facts.get("driver") or {}).get("name", "nobody") if "driver" in facts else ""
            self._line(f"  {source} says {detail_type} {who}".rstrip())
            self._stage.say(source, detail_type, self.load, facts)

        self._world.agenda.at(at, say)

    def _says(self, at: datetime, person: Person, body: str) -> None:
        text = {
            "originationNumber": person.phone,
            "destinationNumber": ORIGIN,
            "messageBody": body,
            "inboundMessageId": f"{person.name} {at.isoformat()}",
        }

        def say() -> None:
            self._line(f"{person.name} > {body}")
            self._stage.topics.publish("inbound_texts", str(text["inboundMessageId"]), text)

        self._world.agenda.at(at, say)

    def _takes_over(self, at: datetime, body: str) -> None:
        self._acts(at, "texts", {"text": body})

    def _hands_back(self, at: datetime) -> None:
        self._acts(at, "hand-back", {})

    def _acts(self, at: datetime, act: str, body: Json) -> None:
        path = f"/v1/threads/{thread_id_of(WORKSPACE, ORIGIN, AL.phone, self.load_id)}/{act}"
        kim = member_of(WORKSPACE)

        def do() -> None:
            said = partial(self._answered, act)
            self._stage.post(kim, path, body, f"kim/{act}", then=said)

        self._world.agenda.at(at, do)

    def _answered(self, act: str, status: int, _body: Any) -> None:
        self._line(f"  Kim of the brokerage: {act} → {status}")

    def _line(self, said: str) -> None:
        at = self._world.clock.present.astimezone(self._zones[self._last])
        self.lines.append(f"{at:%a %d %b %H:%M:%S %Z}  {said}")

    def _name(self, address: str) -> str:
        return {SAM.phone: SAM.name, AL.phone: AL.name}[address]
