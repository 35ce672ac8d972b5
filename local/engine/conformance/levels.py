"""How far a replayed history agrees with the recorded one.

L0 the same last event, L1 and the same output or error and cause, L2 and the same event types,
L3 and the same order and details, L4 and the same ids and previousEventIds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.api.history import details_member, shown_event
from local.engine.conformance.differences import compared, counted
from local.engine.conformance.erasures import ERASED_IDS, has_lost_events

if TYPE_CHECKING:
    from collections.abc import Sequence

    from local.engine.commands import Event
    from local.engine.conformance.matching import Matcher

HIGHEST = 4
NONE = -1
_TERMINAL = frozenset({"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"})
_RESULT = ("output", "error", "cause")
_IDENTITY = ("id", "previousEventId")
_LOST = frozenset({"ParallelStateSucceeded", "ParallelStateFailed"})

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`level` is the highest reached, -1 for none; `difference` says what stood in the way of the next."""

    level: int
    difference: str = ""


def ends(history: Sequence[Shown]) -> bool:
    return bool(history) and history[-1]["type"] in _TERMINAL


def judge(recorded: Sequence[Shown], events: Sequence[Event], matcher: Matcher) -> Verdict:
    """Compare the histories; a recording that stopped while its run waited has no terminal event."""
    found = [shown_event(event) for event in events]
    if not ends(recorded):
        if len(recorded) == 1:
            # polled before the run had begun: nothing more is known of it
            found = found[:1]
        elif len(found) > len(recorded):
            after = compared({}, found[len(recorded)])
            return Verdict(NONE, f"the recording stops where the run goes on\n{after}")
    if has_lost_events(recorded):
        return _Climb(recorded, found, matcher).unordered(_losable(events))
    return _Climb(recorded, found, matcher).ordered()


def _losable(events: Sequence[Event]) -> Counter[str]:
    """What such a recording may have lost: the ends of Parallel states, of inner ones the exit too."""
    return Counter(
        event.type
        for event in events
        if event.type in _LOST or (event.type == "ParallelStateExited" and event.branch)
    )


class _Climb:
    """Goes up from level to level as far as the histories agree."""

    def __init__(self, recorded: Sequence[Shown], found: Sequence[Shown], matcher: Matcher) -> None:
        self._recorded = recorded
        self._found = found
        self._matcher = matcher
        # what the input's placeholders stand for
        self._same_details(recorded[0], found[0])

    def ordered(self) -> Verdict:
        return self._end() or self._types(Counter()) or self._in_order() or self._ids()

    def unordered(self, losable: Counter[str]) -> Verdict:
        lost = self._counted(self._found) - self._counted(self._recorded)
        is_put_back = lost <= losable and self._recorded[-1]["id"] == len(self._recorded) + lost.total()
        return (
            self._end()
            or self._types(lost if is_put_back else Counter())
            or self._as_multisets()
            or self._known_ids()
        )

    def _end(self) -> Verdict | None:
        wanted, found = self._recorded[-1], self._found[-1]
        if wanted["type"] != found["type"]:
            return Verdict(NONE, f"another end\n{compared(_plain(wanted), _plain(found))}")
        member = details_member(found["type"])
        if not self._matcher.matches(_result(wanted), _result(found), member):
            return Verdict(0, f"another result\n{compared(_result(wanted), _result(found))}")
        return None

    def _types(self, lost: Counter[str]) -> Verdict | None:
        recorded, found = self._counted(self._recorded) + lost, self._counted(self._found)
        if recorded == found:
            return None
        return Verdict(1, f"other event types\n{counted(recorded, found)}")

    def _in_order(self) -> Verdict | None:
        for wanted, found in zip(self._recorded, self._found, strict=True):
            if not self._same_details(wanted, found):
                return Verdict(2, f"another event\n{compared(_plain(wanted), _plain(found))}")
        return None

    def _as_multisets(self) -> Verdict | None:
        left = list(self._found)
        for wanted in self._recorded:
            found = next((each for each in left if self._same_details(wanted, each)), None)
            if found is None:
                return Verdict(2, f"no such event\n{compared(_plain(wanted), {})}")
            left.remove(found)
        return None

    def _ids(self) -> Verdict:
        for wanted, found in zip(self._recorded, self._found, strict=True):
            if not _same_ids(wanted, found):
                return Verdict(3, f"other ids\n{compared(_plain(wanted), _plain(found))}")
        return Verdict(HIGHEST)

    def _known_ids(self) -> Verdict:
        by_id = {event["id"]: event for event in self._found}
        for wanted in self._recorded:
            if wanted.get("id") in ERASED_IDS and wanted.get("previousEventId") in ERASED_IDS:
                continue
            identity = wanted.get("id")
            found = by_id.get(identity, {}) if isinstance(identity, int) else {}
            if not _same_ids(wanted, found) or not self._same_details(wanted, found):
                return Verdict(3, f"other ids\n{compared(_plain(wanted), _plain(found))}")
        return Verdict(HIGHEST)

    def _same_details(self, wanted: Shown, found: Shown) -> bool:
        """Types and all members but the ids and the erased time."""
        return wanted["type"] == found["type"] and self._matcher.matches(
            _without(wanted, (*_IDENTITY, "timestamp")), _without(found, (*_IDENTITY, "timestamp"))
        )

    def _counted(self, history: Sequence[Shown]) -> Counter[str]:
        return Counter(event["type"] for event in history)


def _result(event: Shown) -> Shown:
    details = event.get(details_member(event["type"]), {})
    return {name: details[name] for name in _RESULT if name in details} if isinstance(details, dict) else {}


def _same_ids(wanted: Shown, found: Shown) -> bool:
    return all(type(wanted.get(name)) is int and wanted[name] == found.get(name) for name in _IDENTITY)


def _plain(event: Shown) -> Shown:
    return _without(event, ("timestamp",))


def _without(event: Shown, names: Sequence[str]) -> Shown:
    return {name: value for name, value in event.items() if name not in names}
