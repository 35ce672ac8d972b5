"""Answers a replayed run's tasks as the recorded ones were answered."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.commands import Stimulus, TaskFailed, TaskStarted, TaskSubmitted, TaskSucceeded

if TYPE_CHECKING:
    from collections.abc import Iterable

_TASKS = ("LambdaFunction", "Activity", "Task")
_SCHEDULED = frozenset(f"{name}Scheduled" for name in _TASKS)
_SUCCEEDED = frozenset(f"{name}Succeeded" for name in _TASKS)
_FAILED = frozenset(f"{name}Failed" for name in _TASKS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The recorded events of one call, oldest first; `order` says when its answer came among all answers."""

    order: int
    events: tuple[dict[str, Any], ...]

    def stimuli(self, task_id: int) -> list[Stimulus]:
        """Return what the driver is to say; nothing for a task that never answered."""
        return [stimulus for event in self.events for stimulus in _stimuli(event, task_id)]


class Oracle:
    """The k-th call of a state gets the k-th recorded outcome of that state."""

    def __init__(self, history: Iterable[dict[str, Any]]) -> None:
        self._outcomes: dict[str, deque[Outcome]] = defaultdict(deque)
        events = list(history)
        if any(_erased(event["id"]) for event in events):
            self._read_in_order(events)
        else:
            self._read_linked(events)

    def next_outcome(self, state: str) -> Outcome | None:
        outcomes = self._outcomes[state]
        return outcomes.popleft() if outcomes else None

    def _read_linked(self, events: list[dict[str, Any]]) -> None:
        """Follow previousEventId from each scheduling to its answer."""
        by_id = {event["id"]: event for event in events}
        followers: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for event in events:
            followers[event["previousEventId"]].append(event)
        for event in events:
            if event["type"] in _SCHEDULED:
                chain = list(_chain(event, followers))
                self._outcomes[_state_name(event, by_id)].append(
                    Outcome(_last_id(chain, event), tuple(chain))
                )

    def _read_in_order(self, events: list[dict[str, Any]]) -> None:
        """Without ids: the n-th scheduling belongs to the n-th entered task state and the n-th answer."""
        names = [
            event["stateEnteredEventDetails"]["name"]
            for event in events
            if event["type"] == "TaskStateEntered"
        ]
        answers = [event for event in events if event["type"] in _SUCCEEDED | _FAILED]
        for order, (name, answer) in enumerate(zip(names, answers, strict=False)):
            self._outcomes[name].append(Outcome(order, (answer,)))


def _erased(event_id: object) -> bool:
    return event_id in (0, [0])


def _state_name(event: dict[str, Any], by_id: dict[int, dict[str, Any]]) -> str:
    while event["type"] != "TaskStateEntered":
        event = by_id[event["previousEventId"]]
    name: str = event["stateEnteredEventDetails"]["name"]
    return name


def _chain(scheduled: dict[str, Any], followers: dict[int, list[dict[str, Any]]]) -> Iterable[dict[str, Any]]:
    event: dict[str, Any] | None = scheduled
    while event is not None:
        candidates = followers[event["id"]]
        event = next((each for each in candidates if _belongs(each["type"])), None)
        if event is not None:
            yield event


def _belongs(kind: str) -> bool:
    return kind.startswith(_TASKS) and kind.endswith(
        ("Started", "Submitted", "Succeeded", "Failed", "TimedOut")
    )


def _last_id(chain: list[dict[str, Any]], scheduled: dict[str, Any]) -> int:
    last: int = (chain[-1] if chain else scheduled)["id"]
    return last


def _stimuli(event: dict[str, Any], task_id: int) -> list[Stimulus]:
    members = (value for name, value in event.items() if name.endswith("EventDetails"))
    details: dict[str, Any] = next(members, {})
    if event["type"] == "ActivityStarted":
        return [TaskStarted(task_id, details.get("workerName"))]
    if event["type"] == "TaskSubmitted":
        return [TaskSubmitted(task_id, as_text(details["output"]))]
    if event["type"] in _SUCCEEDED:
        return [TaskSucceeded(task_id, as_text(details["output"]))]
    if event["type"] in _FAILED:
        cause = details.get("cause")
        return [TaskFailed(task_id, details.get("error"), cause if cause is None else as_text(cause))]
    return []


def as_text(recorded: Any) -> str:
    """Give back the text of a value that the recording parsed."""
    return recorded if isinstance(recorded, str) else json.dumps(recorded, separators=(",", ":"))
