"""What an earlier try of a visit has stored, and what this one stores: so that a retry changes nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from lambdas.shared.errors import recalled
from lambdas.shared.events import Cause, PublishedEvent, event_of, published_event
from lambdas.shared.task import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from schemas.envelope import EventData
    from schemas.visit import Visit

Output = TypeVar("Output", bound=BaseModel)


class StoredAnswer(NamedTuple):
    """What an earlier try of the same visit came to."""

    output: dict[str, Any] | None
    error: str | None
    cause: str | None
    events: tuple[PublishedEvent, ...]


def stored_answer(row: Mapping[str, Any]) -> StoredAnswer | None:
    """Read the columns `stored` (of `task_answers`) and `stored_events` (of the outbox) of a visit's row."""
    answer = row["stored"]
    if answer is None:
        return None
    order = {identifier: position for position, identifier in enumerate(answer["events"])}
    events = sorted(row["stored_events"] or (), key=lambda event: order[event["event_id"]])
    return StoredAnswer(
        answer["output"], answer["error"], answer["cause"], tuple(event_of(event) for event in events)
    )


def answer_to_store(
    output: BaseModel | None, error: Exception | None, events: Sequence[PublishedEvent]
) -> dict[str, Any]:
    """What a visit came to, as `task_answers` keeps it."""
    return {
        "output": output.model_dump(mode="json") if output is not None else None,
        "error": type(error).__name__ if error is not None else None,
        "cause": str(error) if error is not None else None,
        "events": [str(event.event_id) for event in events],
    }


def published_by(visit: Visit, events: Sequence[EventData], now: datetime) -> tuple[PublishedEvent, ...]:
    """A visit's events with ids that each of its retries derives alike."""
    cause = Cause(visit.task_key, visit.workspace_id, visit.correlation_id, now, causation_id=visit.task_key)
    numbers: Counter[str] = Counter()
    published = []
    for data in events:
        name = type(data).__name__
        published.append(published_event(cause, data, numbers[name]))
        numbers[name] += 1
    return tuple(published)


def repeated(stored: StoredAnswer, gives: type[Output]) -> Outcome[Output]:
    """The same outcome as the earlier try's."""
    if stored.error is not None:
        return Outcome(events=stored.events, error=recalled(stored.error, stored.cause))
    return Outcome(gives.model_validate(stored.output), stored.events)
