"""The audit trail of a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.actions.loads import load_of
from lambdas.booking.repository import run
from schemas.booking.history import LoadEvent, LoadEvents

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.booking.actions.call import Call

MOST_EVENTS = 1_000


def events_of(call: Call, load_id: UUID) -> LoadEvents:
    """The events of a load, oldest first. Raises NotFound."""
    load_of(call, load_id)
    rows = run(
        call.dependencies.database,
        "read_load_events",
        workspace_id=call.workspace_id,
        load_id=load_id,
        most=MOST_EVENTS,
    )
    return LoadEvents(events=tuple(LoadEvent.model_validate(row) for row in rows))
