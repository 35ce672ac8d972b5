"""How every task of the message machine goes: read the rows, decide, write once; or repeat an earlier try.

All three states wait. A visit that the rows have settled already answers its own wait with the next step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.errors import MessageMissing
from lambdas.messaging.repository import Changes, Found, Write, read_message, write_visit
from lambdas.shared.callbacks import Success
from lambdas.shared.task import Outcome
from lambdas.shared.visits import answer_to_store, published_by, repeated, stored_answer
from schemas.messaging.tasks.visit import MessageVisit, MessageWaiting, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from lambdas.messaging.snapshot import Message, Snapshot
    from lambdas.shared.events import PublishedEvent
    from lambdas.shared.wiring import Dependencies
    from schemas.envelope import EventData


class Visiting(NamedTuple):
    """One visit as it is played: what was asked, what the rows say, what may be used, and when it is."""

    visit: MessageVisit
    snapshot: Snapshot
    dependencies: Dependencies
    now: datetime

    @property
    def message(self) -> Message:
        return self.snapshot.message


def visit_and_wait(
    visit: MessageVisit, dependencies: Dependencies, play: Callable[[Visiting], Outcome[MessageWaiting]]
) -> Outcome[MessageWaiting]:
    """Play a visit, or give the outcome of its earlier try again. Raises MessageMissing."""
    found = read_message(dependencies, visit.workspace_id, visit.message_id, visit.task_key)
    if found is None:
        raise MessageMissing(visit.message_id)
    stored = stored_answer(found.row)
    if stored is None:
        return play(Visiting(visit, found.snapshot, dependencies, dependencies.clock()))
    return _again(repeated(stored, MessageWaiting), found)


def _again(outcome: Outcome[MessageWaiting], found: Found) -> Outcome[MessageWaiting]:
    """The retry holds a new token: what the old one was answered with is given to it."""
    given: dict[str, Any] | None = found.row["answered"]
    step = outcome.output.step if outcome.output is not None else None
    if step is not None:
        given = step.model_dump(mode="json")
    answer = None if given is None else Success(given)
    return Outcome(outcome.output, outcome.events, outcome.error, answer)


def left_behind(
    visiting: Visiting, changes: Changes, step: Step | None = None, events: Sequence[EventData] = ()
) -> Outcome[MessageWaiting]:
    """Write a visit and say its outcome; with a `step` its wait is over at once. Raises MessageChanged."""
    outcome, write = outcome_and_write(visiting, changes, step, events)
    write_visit(visiting.dependencies.database, visiting.visit, visiting.message.version, write)
    return outcome


def outcome_and_write(
    visiting: Visiting, changes: Changes, step: Step | None, events: Sequence[EventData]
) -> tuple[Outcome[MessageWaiting], Write]:
    """What a visit says, and what it stores so that a retry says the same."""
    visit, now = visiting.visit, visiting.dependencies.clock()
    published: tuple[PublishedEvent, ...] = published_by(visit, events, now)
    output = MessageWaiting(wait_key=visit.task_key, settled=step is not None, step=step)
    answer = None if step is None else Success(step.model_dump(mode="json"))
    write = Write(changes, answer_to_store(output, None, published), published, now)
    return Outcome(output, published, answer=answer), write
