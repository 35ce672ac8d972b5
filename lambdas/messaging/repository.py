"""What messaging reads and writes in Postgres: one statement a call, each a transaction of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from lambdas.messaging.errors import MessageChanged
from lambdas.messaging.rows import snapshot_of
from lambdas.messaging.settings import settings_of
from lambdas.shared.events import PublishedEvent, outbox_rows
from lambdas.shared.json_text import Json
from lambdas.shared.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from lambdas.messaging.snapshot import Snapshot
    from lambdas.shared.postgres import Database
    from lambdas.shared.wiring import Dependencies
    from schemas.messaging.statuses import Channel
    from schemas.messaging.tasks.visit import MessageVisit

Row = dict[str, Any]
NO_VISIT = ""


class Found(NamedTuple):
    """A message's rows, and the row that they were read from."""

    snapshot: Snapshot
    row: Row


def run(database: Database, name: str, **parameters: object) -> list[Row]:
    """Run `sql/<name>.sql`."""
    return database.execute(statement("messaging", name), parameters)


def events_parameter(events: Sequence[PublishedEvent]) -> Json:
    return Json(outbox_rows(events))


def read_message(
    dependencies: Dependencies, workspace_id: str, message_id: UUID, task_key: str = NO_VISIT
) -> Found | None:
    """A message of a workspace with all that decides about it."""
    rows = run(
        dependencies.database,
        "read_message",
        workspace_id=workspace_id,
        message_id=message_id,
        task_key=task_key,
        sms_origin=settings_of(dependencies).sms_origin,
        now=dependencies.clock(),
    )
    return Found(snapshot_of(rows[0]), rows[0]) if rows else None


class Claim(NamedTuple):
    """A send as it is claimed: the delivery's row and the text of the thread."""

    delivery_id: UUID
    text_id: UUID
    number: int
    channel: Channel
    origin: str
    address: str
    body: str
    author: str
    subject_id: str | None
    parts: int | None
    quiet_hours_override: str | None


class Changes(NamedTuple):
    """One write of a visit; None leaves what is there. `loses`: nobody will know of the open sends."""

    wait_key: str | None
    status: str | None = None
    reason: str | None = None
    due_at: datetime | None = None
    reply_due_at: datetime | None = None
    follow_ups: int | None = None
    thread_id: UUID | None = None
    delivery: Claim | None = None
    loses: bool = False
    subject: str | None = None
    body: str | None = None

    def as_row(self) -> dict[str, Any]:
        delivery = None if self.delivery is None else self.delivery._asdict()
        return {**self._asdict(), "delivery": delivery}


class Write(NamedTuple):
    """All that one visit leaves behind; without `answer` a retry decides anew.

    `surroundings`, where given, must be as they were read too: what allowed a send still does at its claim.
    """

    changes: Changes
    answer: Mapping[str, Any] | None
    events: tuple[PublishedEvent, ...]
    now: datetime
    surroundings: str | None = None


def write_visit(database: Database, visit: MessageVisit, version: str, left: Write) -> None:
    """Write everything or, when the message is not as it was read, nothing. Raises MessageChanged."""
    rows = run(
        database,
        "write_visit",
        workspace_id=visit.workspace_id,
        message_id=visit.message_id,
        version=version,
        surroundings=left.surroundings,
        task_key=visit.task_key,
        changes=Json(left.changes.as_row()),
        answer=None if left.answer is None else Json(left.answer),
        events=events_parameter(left.events),
        now=left.now,
    )
    if not rows:
        raise MessageChanged(visit.message_id)


class Settled(NamedTuple):
    """What became of a claimed send's call.

    `withdraws`: it was surely not taken, and is no send; `follow_ups` is then the count from before it.
    """

    status: str
    message_status: str
    provider_message_id: str | None = None
    error: str | None = None
    due_at: datetime | None = None
    withdraws: bool = False
    follow_ups: int | None = None


def settle_send(database: Database, visit: MessageVisit, claim: Claim, settled: Settled, left: Write) -> None:
    """Write the outcome of a send, whatever a receipt has written meanwhile."""
    run(
        database,
        "settle_send",
        workspace_id=visit.workspace_id,
        message_id=visit.message_id,
        task_key=visit.task_key,
        delivery_id=claim.delivery_id,
        text_id=claim.text_id,
        status=settled.status,
        message_status=settled.message_status,
        provider_message_id=settled.provider_message_id,
        error=settled.error,
        due_at=settled.due_at,
        withdraws=settled.withdraws,
        follow_ups=settled.follow_ups,
        answer=None if left.answer is None else Json(left.answer),
        events=events_parameter(left.events),
        now=left.now,
    )
