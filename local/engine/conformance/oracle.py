"""Answers a replayed run's tasks as the recorded ones were answered."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.engine.conformance.erasures import has_lost_events
from local.engine.stimuli import (
    Redriven,
    Stimulus,
    Stopped,
    TaskFailed,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_TASKS = ("LambdaFunction", "Activity", "Task")
_SCHEDULED = frozenset(f"{name}Scheduled" for name in _TASKS)
_SUCCEEDED = frozenset(f"{name}Succeeded" for name in _TASKS)
_FAILED = frozenset(f"{name}{how}Failed" for name in _TASKS for how in ("", "Schedule", "Start", "Submit"))
_ANSWERS = _SUCCEEDED | _FAILED | frozenset(f"{name}TimedOut" for name in _TASKS)
_STEPS = _ANSWERS | frozenset(f"{name}{step}" for name in _TASKS for step in ("Started", "Submitted"))

Recorded = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The recorded events of one call, oldest first; `order` says when its answer came among all answers."""

    order: int
    events: tuple[Recorded, ...]

    def stimuli(self, task_id: int) -> list[Stimulus]:
        """Return what the driver is to say; nothing for a task that never answered."""
        return [stimulus for event in self.events for stimulus in _stimuli(event, task_id)]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did to the run; `place` is how many events it had by then."""

    place: int
    stimulus: Stimulus


def recorded_acts(history: Sequence[Recorded]) -> list[Act]:
    """Return the stops and redrives, in order."""
    acts = []
    for place, event in enumerate(history):
        if event["type"] == "ExecutionAborted":
            details = _details(event)
            acts.append(Act(place, Stopped(details.get("error"), details.get("cause"))))
        elif event["type"] == "ExecutionRedriven":
            acts.append(Act(place, Redriven()))
    return acts


@dataclass(slots=True)
class _Call:
    """A recorded scheduling, by its place in the history, and what followed it."""

    state: str
    places: list[int]
    events: list[Recorded] = field(default_factory=list)

    @property
    def is_answered(self) -> bool:
        return bool(self.events) and self.events[-1]["type"] in _ANSWERS


class Oracle:
    """The k-th call of a state gets the k-th recorded outcome of that state."""

    def __init__(self, history: Sequence[Recorded]) -> None:
        self._outcomes: dict[str, deque[Outcome]] = defaultdict(deque)
        self.respaced = frozenset(_respaced(history))
        if has_lost_events(history):
            self._read_in_order(history)
        else:
            self._read_linked(history)

    def next_outcome(self, state: str) -> Outcome | None:
        outcomes = self._outcomes[state]
        return outcomes.popleft() if outcomes else None

    def _read_linked(self, history: Sequence[Recorded]) -> None:
        for call in _Calls(history).calls:
            self._outcomes[call.state].append(Outcome(call.places[-1], tuple(call.events)))

    def _read_in_order(self, history: Sequence[Recorded]) -> None:
        """Without ids: the n-th scheduling belongs to the n-th entered task state and the n-th answer."""
        names = [_state_name(event) for event in history if event["type"] == "TaskStateEntered"]
        answers = [event for event in history if event["type"] in _SUCCEEDED | _FAILED]
        for order, (name, answer) in enumerate(zip(names, answers, strict=False)):
            self._outcomes[name].append(Outcome(order, (answer,)))


class _Calls:
    """Each event belongs where its previousEventId leads; one that leads nowhere, to the oldest open call.

    An event's id is its place in the history, whatever the recording says, so that a wrong id or
    previousEventId costs the level of ids and not the replay.
    """

    def __init__(self, history: Sequence[Recorded]) -> None:
        self.calls: list[_Call] = []
        self._owners: dict[int, _Call] = {}
        self._states: dict[int, str] = {}
        for place, event in enumerate(history, start=1):
            if event["type"] == "TaskStateEntered":
                self._states[place] = _state_name(event)
            elif event["type"] in _SCHEDULED | _STEPS:
                self._read(place, event)

    def _read(self, place: int, event: Recorded) -> None:
        previous = event.get("previousEventId")
        before = previous if isinstance(previous, int) else place - 1
        self._states[place] = self._states.get(before) or self._latest_state()
        if event["type"] in _SCHEDULED:
            self.calls.append(_Call(self._states[place], [place]))
            self._owners[place] = self.calls[-1]
            return
        call = self._open_call(before)
        if call is not None:
            call.places.append(place)
            call.events.append(event)
            self._owners[place] = call

    def _open_call(self, before: int) -> _Call | None:
        call = self._owners.get(before)
        if call is not None and not call.is_answered:
            return call
        return next((each for each in self.calls if not each.is_answered), None)

    def _latest_state(self) -> str:
        return self._states[max(self._states)] if self._states else ""


def _state_name(event: Recorded) -> str:
    details = event.get("stateEnteredEventDetails")
    return str(details.get("name")) if isinstance(details, dict) else ""


def _respaced(history: Sequence[Recorded]) -> list[str]:
    return [
        as_text(value)
        for event in history
        if event["type"] in _STEPS
        for value in _details(event).values()
        if isinstance(value, dict | list)
    ]


def _details(event: Recorded) -> dict[str, Any]:
    members = (value for name, value in event.items() if name.endswith("EventDetails"))
    details: Any = next(members, {})
    return details if isinstance(details, dict) else {}


def _stimuli(event: Recorded, task_id: int) -> list[Stimulus]:
    details = _details(event)
    if event["type"] == "ActivityStarted":
        return [TaskStarted(task_id, details.get("workerName"))]
    if event["type"] == "TaskSubmitted":
        return [TaskSubmitted(task_id, as_text(details.get("output", "")))]
    if event["type"] in _SUCCEEDED:
        return [TaskSucceeded(task_id, as_text(details.get("output", "")))]
    if event["type"] in _FAILED:
        cause = details.get("cause")
        return [TaskFailed(task_id, details.get("error"), cause if cause is None else as_text(cause))]
    return []


def as_text(recorded: Any) -> str:
    """Give back the text of a value that the recording parsed."""
    return recorded if isinstance(recorded, str) else json.dumps(recorded, separators=(",", ":"))
