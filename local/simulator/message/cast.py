"""Who plays in a world of messages: workspaces, people with phones in several zones, templates, loads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lambdas.booking.identifiers import load_id_of
from lambdas.messaging.autopilot.pack import check_calls
from local.simulator.decisions import Decisions

WORKSPACES = ("acme", "borealis", "corvus")
ORIGIN, MAILBOX = "+13175550100", "dispatch@chain.example"
PLACES = (
    ("Indianapolis", "IN", "America/Indiana/Indianapolis", "317"),
    ("Chicago", "IL", "America/Chicago", "312"),
    ("Newark", "NJ", "America/New_York", "973"),
    ("Phoenix", "AZ", "America/Phoenix", "602"),
    ("Reno", "NV", "America/Los_Angeles", "775"),
)
PHONES = tuple(f"+1{place[3]}55501{number}" for place in PLACES for number in (11, 12, 13))
ZONE_OF_AREA_CODE = {place[3]: place[2] for place in PLACES}
Json = dict[str, Any]

ONCE, SURE, NIGHT, ASKING, ASKING_SURELY, PATIENT = (
    "dock_note",
    "gate_code",
    "night_alert",
    "eta_question",
    "gate_question",
    "paperwork_note",
)
TEMPLATES: dict[str, Json] = {
    ONCE: {},
    SURE: {"guarantee": "at_least_once", "receipt_seconds": 6 * 3_600, "channels": ["sms", "email"]},
    NIGHT: {"quiet_hours_override": "A reefer alarm cannot wait for the morning"},
    ASKING: {"expects_reply": True, "follow_ups": 2, "channels": ["sms", "email"], "asks": "eta"},
    ASKING_SURELY: {"expects_reply": True, "guarantee": "at_least_once", "reply_seconds": 3_600},
    PATIENT: {"when_held": "delay", "obsolete_after": None},
}
"""A workspace's own templates by name, with what their handling has of its own."""


@dataclass(frozen=True)
class Person:
    """Somebody with a phone and a mailbox."""

    name: str
    phone: str

    @property
    def email(self) -> str:
        return f"{self.phone[1:]}@people.example"

    def as_contact(self) -> Json:
        return {"name": self.name, "phone": self.phone, "email": self.email}


@dataclass(frozen=True)
class PlannedLoad:
    """A load of a world, with the two drivers that it may get and the carrier's contact."""

    name: str
    workspace_id: str
    stops: tuple[Json, ...]
    pickup_at: datetime
    delivery_at: datetime
    driver: Person
    other_driver: Person
    carrier: Person

    @property
    def load_id(self) -> UUID:
        return load_id_of(self.workspace_id, self.name)

    def received(self, shift: timedelta = timedelta(0)) -> Json:
        """What LoadReceived says of it, with every appointment so much later."""
        return {
            "external_id": self.name,
            "load_number": self.name.upper(),
            "equipment": "V",
            "references": [f"PO {self.name}"],
            "stops": [_shifted(stop, shift) for stop in self.stops],
        }


def planned_load(number: int, began: datetime, decisions: Decisions) -> PlannedLoad:
    """Load `number` of a world that began at `began`."""
    name = f"load-{number}-of-{decisions.seed.replace('/', '-')}"
    origin = decisions.one_of(PLACES, f"{name}/origin")
    target = decisions.one_of(PLACES, f"{name}/destination")
    pickup_at = began + timedelta(minutes=decisions.between(12 * 60, 60 * 60, f"{name}/pickup"))
    delivery_at = pickup_at + timedelta(minutes=decisions.between(10 * 60, 50 * 60, f"{name}/transit"))
    first = decisions.between(0, len(PHONES) - 1, f"{name}/driver")
    people = [Person(f"Person {place}", PHONES[(first + place) % len(PHONES)]) for place in range(3)]
    return PlannedLoad(
        name,
        decisions.one_of(WORKSPACES, f"{name}/workspace"),
        (_stop(1, "pickup", origin, pickup_at), _stop(2, "delivery", target, delivery_at)),
        pickup_at,
        delivery_at,
        *people,
    )


def template_named(name: str) -> Json:
    """Body of PUT /v1/templates/{name}."""
    text = (
        f"{name}: load {{{{load.number}}}}, please read this." if name != NIGHT else f"{name}: reefer alarm."
    )
    return {
        "variants": {"en": {"subject": name, "text": text}},
        "missing": "default",
        "defaults": {"load.number": "of yours"},
        "handling": TEMPLATES[name],
    }


def enabled_rules() -> dict[str, Json]:
    """Bodies of PUT /v1/autopilot-rules/{rule_id}: the pack of check calls, each rule switched on."""
    return {
        rule.rule_id: rule.model_copy(update={"enabled": True}).model_dump(
            mode="json", exclude={"rule_id", "version"}
        )
        for rule in check_calls()
    }


def _stop(sequence: int, kind: str, place: tuple[str, str, str, str], at: datetime) -> Json:
    city, state, zone, _ = place
    start = at.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    return {
        "sequence": sequence,
        "type": kind,
        "city": city,
        "state": state,
        "time_zone": zone,
        "start": start.isoformat(),
        "end": (start.astimezone(ZoneInfo("UTC")) + timedelta(hours=2))
        .astimezone(ZoneInfo(zone))
        .isoformat(),
    }


def _shifted(stop: Json, shift: timedelta) -> Json:
    zone = ZoneInfo(stop["time_zone"])
    moved = {
        name: (datetime.fromisoformat(stop[name]).astimezone(ZoneInfo("UTC")) + shift)
        .astimezone(zone)
        .isoformat()
        for name in ("start", "end")
    }
    return {**stop, **moved}
