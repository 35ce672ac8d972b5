"""Between the rows of messaging and autopilot's rules, which are pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from lambdas.messaging.autopilot.facts import Load, Stop
    from lambdas.messaging.snapshot import Snapshot
    from schemas.messaging.autopilot import Rule

    Json = Mapping[str, Any]

UTC = "UTC"


def objection(snapshot: Snapshot, now: datetime) -> str | None:
    """Why what a rule planned must not be done after all, now that it is due; None if it is right."""
    message = snapshot.message
    if message.rule is None or message.load_id is None or snapshot.load is None:
        return None
    from lambdas.messaging.autopilot.plan import Firing  # noqa: PLC0415 - only rules' messages need it
    from lambdas.messaging.autopilot.planner import recheck  # noqa: PLC0415 - as above

    if snapshot.rule is None:
        return "rule_deleted"
    rule = rule_of(snapshot.rule)
    number = min(int((message.anchor or "0").rsplit("/", 1)[-1]), len(rule.actions) - 1)
    firing = Firing(message.anchor or "", rule, message.stop, rule.actions[number], message.due_at, UTC)
    found = recheck(firing, rule, load_of(message.load_id, snapshot.load, held=False), now)
    return None if found is None else found.reason


def rule_of(document: Json) -> Rule:
    """A rule as its row keeps it."""
    from schemas.messaging.autopilot import Rule  # noqa: PLC0415 - as above

    return Rule.model_validate(document)


def load_of(load_id: UUID, facts: Json, *, held: bool) -> Load:
    """The projection as rules look at it."""
    from lambdas.messaging.autopilot.facts import Load  # noqa: PLC0415 - as above

    driver, dispatcher = facts.get("driver") or {}, facts.get("dispatcher") or {}
    return Load(
        load_id=load_id,
        stops=tuple(_stop(stop) for stop in facts.get("stops", ())),
        status=facts["status"],
        load_number=facts.get("load_number") or "",
        equipment=facts.get("equipment") or "",
        driver_assigned=bool(driver.get("phone")),
        dispatcher_assigned=bool(dispatcher.get("phone") or dispatcher.get("email")),
        tracking_active=bool(facts.get("tracking_active")),
        tracking_fresh=bool(facts.get("tracking_fresh")),
        held=held,
        delivered_at=_instant(facts.get("delivered_at")),
        pod_received_at=_instant(facts.get("pod_received_at")),
    )


def _stop(stop: Json) -> Stop:
    from lambdas.messaging.autopilot.facts import Stop  # noqa: PLC0415 - as above

    return Stop(
        sequence=stop["sequence"],
        type=stop["type"],
        time_zone=stop["time_zone"],
        appointment_start=datetime.fromisoformat(stop["start"]),
        appointment_end=datetime.fromisoformat(stop["end"]),
        city=stop["city"],
        state=stop["state"],
        eta=_instant(stop.get("eta")),
        arrived_at=_instant(stop.get("arrived_at")),
        departed_at=_instant(stop.get("departed_at")),
    )


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
