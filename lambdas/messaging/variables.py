"""The values of template variables (`templates/catalogue.py`), from the projection of a load."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambdas.messaging.templates.rendering import Value
    from schemas.messaging.policy import MessagingPolicy
    from schemas.messaging.recipients import Recipient

    Json = Mapping[str, Any]

CENTS = 100


def values_of(
    policy: MessagingPolicy, recipient: Recipient | None, load: Json | None, stop: int | None = None
) -> dict[str, Value]:
    """All that is known; what is unknown is absent.

    `stop` is the sequence of the stop it is about; without one it is about the stop that is next.
    """
    facts = load or {}
    stops = list(facts.get("stops", ()))
    pickups = [one for one in stops if one["type"] == "pickup"]
    deliveries = [one for one in stops if one["type"] == "delivery"]
    chosen = next((one for one in stops if one["sequence"] == stop), None) if stop else _next(stops)
    return {
        "company.name": policy.company,
        "company.phone": policy.sms_origin,
        "contact.name": recipient.name if recipient else None,
        **_load(facts, pickups, deliveries),
        **_people(facts),
        **(_place("pickup", pickups[0]) if pickups else {}),
        **(_place("delivery", deliveries[-1]) if deliveries else {}),
        **(_at_stop(chosen) if chosen else {}),
    }


def _next(stops: list[Json]) -> Json | None:
    """The first stop that was not left yet, else the last."""
    ahead = [one for one in stops if not one.get("departed_at")] or stops[-1:]
    return ahead[0] if ahead else None


def offer_values(rate: Json) -> dict[str, Value]:
    """The amount on the table, such as $1,850."""
    return {"offer.amount": amount_text(rate["amount"], rate["currency"])}


def amount_text(cents: int, currency: str) -> str:
    """$1,850 or $1,850.50; another currency is named."""
    whole, rest = divmod(cents, CENTS)
    digits = f"{whole:,}" if not rest else f"{whole:,}.{rest:02}"
    return f"${digits}" if currency == "USD" else f"{digits} {currency}"


def _load(facts: Json, pickups: list[Json], deliveries: list[Json]) -> dict[str, Value]:
    references = facts.get("references") or ()
    return {
        "load.number": facts.get("load_number") or facts.get("external_id"),
        "load.equipment": facts.get("equipment"),
        "load.commodity": facts.get("commodity"),
        "load.reference": references[0] if references else None,
        "load.miles": facts.get("distance_miles"),
        "load.origin": _town(pickups[0]) if pickups else None,
        "load.destination": _town(deliveries[-1]) if deliveries else None,
    }


def _people(facts: Json) -> dict[str, Value]:
    driver, dispatcher = facts.get("driver") or {}, facts.get("dispatcher") or {}
    name = driver.get("name")
    return {
        "driver.name": name,
        "driver.first_name": name.split(maxsplit=1)[0] if name else None,
        "driver.truck": driver.get("truck_number"),
        "dispatcher.name": dispatcher.get("name"),
    }


def _at_stop(stop: Json) -> dict[str, Value]:
    eta = stop.get("eta")
    expected = None if eta is None else _local(eta, stop)
    return {
        **_place("stop", stop),
        "stop.number": stop["sequence"],
        "stop.type": stop["type"],
        "eta.time": None if expected is None else _hour(expected),
        "eta.date": None if expected is None else _day(expected),
    }


def _place(what: str, stop: Json) -> dict[str, Value]:
    start = _local(stop["start"], stop)
    return {
        f"{what}.facility": stop.get("facility"),
        f"{what}.address": stop.get("address"),
        f"{what}.city": stop["city"],
        f"{what}.state": stop["state"],
        f"{what}.date": _day(start),
        f"{what}.time": _hour(start),
        f"{what}.zone": start.tzname(),
    }


def _town(stop: Json) -> str:
    return f"{stop['city']}, {stop['state']}"


def _local(instant: str, stop: Json) -> datetime:
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(stop["time_zone"]))


def _day(at: datetime) -> str:
    return f"{at:%a %b} {at.day}"


def _hour(at: datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {'AM' if at.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
