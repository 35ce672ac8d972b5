"""What tasks read and write in Postgres: one statement each, so one transaction and one round trip."""

from datetime import datetime
from typing import Any, NamedTuple

from lambdas.booking.errors import LoadChanged, LoadMissing
from lambdas.booking.snapshot import Snapshot
from lambdas.booking.tasks.changes import Changes, written
from lambdas.booking.tasks.visit_rows import snapshot_of
from lambdas.shared.events import PublishedEvent, outbox_rows
from lambdas.shared.json_text import Json
from lambdas.shared.postgres import Database
from lambdas.shared.statements import statement
from lambdas.shared.visits import StoredAnswer, stored_answer
from schemas.booking.tasks.visit import Visit

STATES_THAT_SEE_ALL_OFFERS = frozenset({"SOURCING", "EXHAUSTED", "EXPIRED"})


class VisitRows(NamedTuple):
    snapshot: Snapshot
    stored: StoredAnswer | None


def read(database: Database, visit: Visit) -> VisitRows:
    """The rows of this visit's load and attempt. Raises LoadMissing."""
    rows = database.execute(
        statement("booking", "read_visit"),
        {
            "workspace_id": visit.workspace_id,
            "load_id": visit.load_id,
            "post_id": visit.post_id,
            "task_key": visit.task_key,
            "with_offers": visit.state in STATES_THAT_SEE_ALL_OFFERS,
        },
    )
    if not rows:
        raise LoadMissing(visit.load_id)
    timed_out = getattr(visit, "error", None) == "States.Timeout"
    snapshot = snapshot_of(rows[0], visit.task_key, retries_answer=timed_out)
    return VisitRows(snapshot, stored_answer(rows[0]))


class Write(NamedTuple):
    """All that one visit leaves behind; without `answer` a retry decides anew."""

    changes: Changes
    answer: dict[str, Any] | None
    events: tuple[PublishedEvent, ...]
    now: datetime


def write(database: Database, visit: Visit, left: Write) -> None:
    """Write everything or, when the load is not as it was read, nothing. Raises LoadChanged."""
    rows = database.execute(
        statement("booking", "write_visit"),
        {
            "workspace_id": visit.workspace_id,
            "load_id": visit.load_id,
            "version": left.changes.load.version,
            "task_key": visit.task_key,
            "changes": Json(written(left.changes)),
            "answer": None if left.answer is None else Json(left.answer),
            "events": Json(outbox_rows(left.events)),
            "now": left.now,
        },
    )
    if not rows:
        raise LoadChanged(visit.load_id)
