"""A declined offer; when it was the last open one of its group, the next group has its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking.errors import OffersDeclined
from lambdas.booking.repository import events_parameter, run
from lambdas.booking.sourcing_events import offer_declined
from lambdas.shared.callbacks import Failure
from lambdas.shared.events import published_event
from lambdas.shared.settlement import announce, answer_wait

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.booking.rows import Situation
    from lambdas.shared.api.call import Call


def decline(call: Call, situation: Situation, offer_id: UUID, reason: str | None) -> UUID | None:
    """The declined offer's id; None when something changed meanwhile."""
    declined = offer_declined(situation, offer_id, call.side, reason)
    version = situation.version or 0
    event = published_event(call.cause(f"{offer_id}/{version + 1}", situation.post_id), declined)
    rows = run(
        call.dependencies.database,
        "decline_offer",
        workspace_id=call.workspace_id,
        load_id=situation.load_id,
        offer_id=offer_id,
        version=version,
        events=events_parameter((event,)),
        now=call.now,
    )
    if not rows:
        return None
    announce(call.dependencies, (event,))
    _end_group_if_declined(call, situation, rows[0]["wait_key"])
    return offer_id


def _end_group_if_declined(call: Call, situation: Situation, wait_key: str | None) -> None:
    error = OffersDeclined(situation.current_group)
    failure = Failure(type(error).__name__, str(error))
    rows = run(
        call.dependencies.database,
        "end_declined_group",
        workspace_id=call.workspace_id,
        load_id=situation.load_id,
        wait_key=wait_key,
        error=failure.error,
        cause=failure.cause,
        now=call.now,
    )
    for row in rows:
        answer_wait(call.dependencies, row["wait_key"], failure, call.now)
