"""What staff do to a load outside of its offers: cancel it, and decide where it waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.booking import domain, events, settling
from lambdas.booking.actions.waits import Fact, answer_to, read_snapshot, write_fact
from lambdas.booking.errors import LoadReleased
from lambdas.booking.repository import events_parameter, read_load, run
from lambdas.shared.events import PublishedEvent, published_event
from lambdas.shared.refusals import NotFound, StateConflict, TryAgain
from lambdas.shared.settlement import announce

if TYPE_CHECKING:
    from uuid import UUID

    from lambdas.booking.rows import LoadRow
    from lambdas.booking.snapshot import Snapshot
    from lambdas.shared.api.call import Call
    from schemas.booking.bookings import CancelLoad, ReviewLoad

WITHOUT_RUN = frozenset({"AVAILABLE", "EXHAUSTED", "EXPIRED"})
CANCELLED = frozenset({"CANCELLED", "CANCELLED_TONU"})
TOO_LATE = frozenset({"DELIVERED", "POD_RECEIVED", "READY_TO_INVOICE", "CLOSED", "COMPENSATION_FAILED"})
REVIEWS = frozenset({"HELD_FOR_REVIEW", "NEEDS_REVIEW"})


def load_of(call: Call, load_id: UUID) -> LoadRow:
    """A load of the caller's workspace. Raises NotFound."""
    load = read_load(call.dependencies.database, call.workspace_id, load_id)
    if load is None:
        raise NotFound("load")
    return load


def cancel_load(call: Call, load_id: UUID, body: CancelLoad) -> LoadRow:
    """Cancel a load: at once when no run has it, else by its run, which also counts the fee.

    The same again changes nothing. Raises NotFound, or StateConflict once it is delivered.
    """
    load = load_of(call, load_id)
    if load.status in CANCELLED or load.cancel_requested_at is not None:
        return load
    if load.status in TOO_LATE:
        raise StateConflict(f"The load is {load.status} and can no longer be cancelled.")
    if _has_no_run(load):
        _cancel_at_once(call, load, body)
    else:
        _ask_run_to_cancel(call, load, body)
    return load_of(call, load_id)


def _has_no_run(load: LoadRow) -> bool:
    return load.status in WITHOUT_RUN and load.post_status != "OPENING"


def _cancel_at_once(call: Call, load: LoadRow, body: CancelLoad) -> None:
    cancelled = events.load_cancelled(load.load_id, load.attempt, body.reason)
    key = f"{load.load_id}/{load.attempt}/cancel"
    event = published_event(call.cause(key, load.post_id or load.load_id), cancelled)
    rows = run(
        call.dependencies.database,
        "request_cancellation",
        workspace_id=call.workspace_id,
        load_id=load.load_id,
        load_status=load.status,
        wait_key=load.wait_key,
        new_status="CANCELLED",
        reason=body.reason,
        answers=False,
        output=None,
        error=None,
        cause=None,
        events=events_parameter((event,)),
        now=call.now,
    )
    if not rows:
        raise TryAgain("The load is being changed by others. Read it and send the request again.")
    announce(call.dependencies, (event,))


def _ask_run_to_cancel(call: Call, load: LoadRow, body: CancelLoad) -> None:
    def decide(snapshot: Snapshot) -> Fact | None:
        if snapshot.load.cancel_requested_at is not None:
            return None
        asked = snapshot.load._replace(cancel_requested_at=call.now, cancel_reason=body.reason)
        cancelling = snapshot._replace(load=asked)
        if not domain.cancellation_stands(cancelling):
            raise StateConflict("The load is delivered and can no longer be cancelled.")
        answer = answer_to(cancelling, call.now)
        parameters: dict[str, object] = {"new_status": None, "reason": body.reason}
        return Fact("request_cancellation", parameters, answer=answer)

    write_fact(call.dependencies, lambda: _snapshot(call, load.load_id), decide, call.now)


def review_load(call: Call, load_id: UUID, body: ReviewLoad) -> LoadRow:
    """Decide about a load that waits for a person. Raises NotFound, StateConflict when none waits."""

    def decide(snapshot: Snapshot) -> Fact | None:
        if snapshot.load.waiting_state not in REVIEWS or snapshot.answered is not None:
            raise StateConflict(f"The load is {snapshot.load.status}: nothing waits for a decision.")
        if body.decision != "approve" and domain.is_delivered(snapshot):
            raise StateConflict("The load is delivered and can only be approved.")
        return Fact(
            "decide_review",
            {"cancels": body.decision == "cancel", "reason": body.reason},
            (_review_event(call, snapshot, body),),
            _review_answer(call, snapshot, body),
        )

    load_of(call, load_id)
    write_fact(call.dependencies, lambda: _snapshot(call, load_id), decide, call.now)
    return load_of(call, load_id)


def _review_answer(call: Call, snapshot: Snapshot, body: ReviewLoad) -> settling.Answer | None:
    if body.decision == "cancel":
        asked = snapshot.load._replace(cancel_requested_at=call.now, cancel_reason=body.reason)
        return answer_to(snapshot._replace(load=asked), call.now)
    if body.decision == "release":
        return settling.Answer(error=LoadReleased(body.reason))
    return settling.Answer(output=settling.approved(snapshot, call.now))


def _review_event(call: Call, snapshot: Snapshot, body: ReviewLoad) -> PublishedEvent:
    decided = events.review_decided(snapshot.load, body.decision, call.caller.subject, body.reason)
    return published_event(call.cause(str(snapshot.load.wait_key), snapshot.post.post_id), decided)


def _snapshot(call: Call, load_id: UUID) -> Snapshot:
    load = load_of(call, load_id)
    snapshot = read_snapshot(call.dependencies.database, call.workspace_id, load_id, load.post_id)
    if snapshot is None:
        raise StateConflict(f"The load is {load.status}: it was never posted.")
    return snapshot
