"""The audit trail of a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.actions.loads import load_of
from lambdas.booking.repository import run
from schemas.booking.history import LoadEvent, LoadEvents

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.shared.api.call import Call

MOST_EVENTS = 1_000
"""The longest page."""


def events_of(call: Call, load_id: UUID, after: int, limit: int) -> LoadEvents:
    """The first `limit` events of a load after the position `after`, oldest first. Raises NotFound."""
    load_of(call, load_id)
    rows = run(
        call.dependencies.database,
        "read_load_events",
        workspace_id=call.workspace_id,
        load_id=load_id,
        after=after,
        most=limit + 1,
    )
    shown = tuple(LoadEvent.model_validate(row) for row in rows[:limit])
    return LoadEvents(events=shown, next=shown[-1].position if len(rows) > limit else None)
