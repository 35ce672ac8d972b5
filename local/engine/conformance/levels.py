"""How far a replayed history agrees with the recorded one.

L0 the same last event, L1 and the same output or error and cause, L2 and the same event types,
L3 and the same order and details, L4 and the same ids and previousEventIds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.conformance.matching import Matcher

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.engine.commands import Event

HIGHEST = 4
NONE = -1
_TERMINAL = frozenset({"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"})
_ERASED_IDS = (0, [0])


@dataclass(frozen=True, slots=True)
class Verdict:
    """`level` is the highest reached, -1 for none; `difference` says what stood in the way of the next."""

    level: int
    difference: str = ""


def ends(history: Sequence[dict[str, Any]]) -> bool:
    return bool(history) and history[-1]["type"] in _TERMINAL


def judge(recorded: Sequence[dict[str, Any]], events: Sequence[Event]) -> Verdict:
    """Compare the histories; a recording that stops while its run goes on is compared as far as it goes."""
    if not ends(recorded):
        events = events[: len(recorded)]
    erased = any(event["id"] in _ERASED_IDS for event in recorded)
    if erased:
        # these recordings lost their branch events' ids and every ParallelStateSucceeded
        return _climb(
            recorded, [event for event in events if event.type != "ParallelStateSucceeded"], _unordered
        )
    return _climb(recorded, events, _ordered)


def _climb(recorded: Sequence[dict[str, Any]], events: Sequence[Event], compare_details: Any) -> Verdict:
    matcher = Matcher()
    matcher.learn(details_of(recorded[0]), dict(events[0].details))
    wanted, found = recorded[-1], events[-1]
    if wanted["type"] != found.type:
        return Verdict(
            NONE,
            f"ends with {found.type} {dict(found.details)}, recorded {wanted['type']} {details_of(wanted)}",
        )
    if not _same_details(matcher, wanted, found):
        return Verdict(0, _shown(wanted, found))
    missing = Counter(event["type"] for event in recorded)
    missing.subtract(event.type for event in events)
    if any(missing.values()):
        return Verdict(
            1, f"event types (recorded less found): { {kind: n for kind, n in missing.items() if n} }"
        )
    difference = compare_details(matcher, recorded, events)
    if difference:
        return Verdict(2, difference)
    return _with_ids(recorded, events)


def _ordered(matcher: Matcher, recorded: Sequence[dict[str, Any]], events: Sequence[Event]) -> str:
    for wanted, found in zip(recorded, events, strict=True):
        if wanted["type"] != found.type or not _same_details(matcher, wanted, found):
            return _shown(wanted, found)
    return ""


def _unordered(matcher: Matcher, recorded: Sequence[dict[str, Any]], events: Sequence[Event]) -> str:
    left = list(events)
    for wanted in recorded:
        candidates = (
            each for each in left if each.type == wanted["type"] and _same_details(matcher, wanted, each)
        )
        found = next(candidates, None)
        if found is None:
            return f"no event like {wanted['type']} {details_of(wanted)}"
        left.remove(found)
    return ""


def _with_ids(recorded: Sequence[dict[str, Any]], events: Sequence[Event]) -> Verdict:
    by_id = {event.id: event for event in events}
    for wanted, at_same_place in zip(recorded, events, strict=True):
        found = at_same_place if wanted["id"] in _ERASED_IDS else by_id.get(wanted["id"])
        if wanted["id"] in _ERASED_IDS:
            continue
        if found is None or found.type != wanted["type"] or found.previous_id != wanted["previousEventId"]:
            identity = found and (found.id, found.previous_id, found.type)
            return Verdict(3, f"ids: recorded {_identity(wanted)}, found {identity}")
    return Verdict(HIGHEST)


def _identity(wanted: dict[str, Any]) -> tuple[Any, ...]:
    return wanted["id"], wanted["previousEventId"], wanted["type"]


def details_of(recorded: dict[str, Any]) -> dict[str, Any]:
    return next((value for name, value in recorded.items() if name.endswith("EventDetails")), {})


def _member_of(recorded: dict[str, Any]) -> str:
    return next((name for name in recorded if name.endswith("EventDetails")), "")


def _same_details(matcher: Matcher, wanted: dict[str, Any], found: Event) -> bool:
    return matcher.matches(details_of(wanted), dict(found.details), _member_of(wanted))


def _shown(wanted: dict[str, Any], found: Event) -> str:
    recorded = f"{_identity(wanted)} {details_of(wanted)}"
    return f"recorded {recorded}\n   found {(found.id, found.previous_id, found.type)} {dict(found.details)}"
