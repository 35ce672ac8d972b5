"""Loads and rules for the tests of autopilot."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lambdas.messaging.autopilot.facts import Load, Stop
from schemas.messaging.autopilot import Rule

LOAD_ID = UUID(int=48_000)


def at(local: str, zone: str = "America/Chicago") -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def a_stop(sequence: int = 1, kind: str = "pickup", start: str = "2027-03-13 09:00", **changes: Any) -> Stop:
    zone = changes.pop("time_zone", "America/Chicago")
    appointment = at(start, zone)
    return Stop(sequence, kind, zone, appointment, appointment, **changes)  # type: ignore[arg-type]  # by name


def a_load(*stops: Stop, **changes: Any) -> Load:
    """From Dallas on Saturday morning over the night on which clocks change to Columbus on Sunday noon."""
    usual = (
        a_stop(1, "pickup", "2027-03-13 09:00", city="Dallas", state="TX"),
        a_stop(2, "delivery", "2027-03-14 12:00", time_zone="America/New_York", city="Columbus", state="OH"),
    )
    return Load(LOAD_ID, stops or usual, **changes)


def a_rule(rule_id: str = "rule", **changes: Any) -> Rule:
    """Two hours before each pickup a message to the driver, on."""
    usual: dict[str, Any] = {
        "rule_id": rule_id,
        "name": rule_id,
        "enabled": True,
        "trigger": relative("appointment", "each_pickup", -120),
        "actions": [message()],
    }
    return Rule.model_validate({**usual, **changes})


def relative(event: str, stop: str, minutes: int) -> dict[str, Any]:
    return {"kind": "relative", "anchor": {"event": event, "stop": stop}, "minutes": minutes}


def exact(event: str, stop: str, local_time: str, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "exact_time",
        "anchor": {"event": event, "stop": stop},
        "local_time": local_time,
        **changes,
    }


def message(template: str = "check_call_pickup_morning", **changes: Any) -> dict[str, Any]:
    return {"kind": "message", "template": template, **changes}


def condition(fact: str, operator: str, value: Any = None) -> list[dict[str, Any]]:
    """A group of one condition."""
    return [{"fact": fact, "operator": operator} | ({} if value is None else {"value": value})]
