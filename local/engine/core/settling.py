"""Changes of the folded state that no event of its own records.

The service writes no event when a retry is decided or when a Parallel branch fails. What follows from
them is worked out from the events around them: when an event shows that the state has begun once more
(`restart`), and at the end of a fold (`folding`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local.engine.asl.errors import EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED
from local.engine.asl.states import MapState
from local.engine.core.frames import Failure, Frame, Position
from local.engine.core.retry import next_retry
from local.engine.core.tolerance import exceeds_tolerance

if TYPE_CHECKING:
    from local.engine.core.state import RunState


def begin_retry(run: RunState, frame: Frame, retrier: int) -> int:
    """Count an attempt and wait for its timer; return the number of the attempt."""
    assert frame.failure is not None
    frame.attempts[retrier] = frame.attempts.get(retrier, 0) + 1
    frame.position = Position.RETRYING
    run.retries[frame.failure.event_id] = frame
    return frame.attempts[retrier]


def restart(run: RunState, frame: Frame) -> None:
    """A state begins its work: for the first time, or once more after a failure."""
    inherit_failure(run, frame)
    if frame.position is Position.ANSWERED:
        run.derive_failure(frame)
    if frame.position is Position.FAILED and frame.failure is not None:
        retrier = next_retry(frame)
        if retrier is not None:
            begin_retry(run, frame, retrier)
    if frame.failure is not None:
        run.retries.pop(frame.failure.event_id, None)
        frame.failure = None


def inherit_failure(run: RunState, frame: Frame) -> None:
    """While folding: a state fails with its branch or iteration."""
    failed = failed_child(run, frame) if frame.position is Position.AT_CHILDREN else None
    if failed is not None:
        inherit(frame, failed)


def failed_child(run: RunState, frame: Frame) -> Frame | None:
    """Return the branch or iteration whose failure fails this state.

    That is the first branch that failed, and the iteration that exceeded what the Map tolerates.
    """
    for child in frame.children.values():
        run.derive_failure(child)
    failed = [child for child in frame.children.values() if has_failed(child)] or _fallen(frame)
    if not failed or (isinstance(frame.state, MapState) and not exceeds_tolerance(run, frame)):
        return None
    decisive = max if isinstance(frame.state, MapState) else min
    return decisive(failed, key=lambda child: child.last_id)


def _fallen(frame: Frame) -> list[Frame]:
    """Where every line below has ended but none is known to have failed, one of the aborted ones did.

    That is so for a failure without an event, whose retries cannot be counted from the history.
    """
    children = frame.children.values()
    if any(child.position not in {Position.ABORTED, Position.EXITED} for child in children):
        return []
    return [child for child in children if child.position is Position.ABORTED and child.failure is not None]


def has_failed(frame: Frame) -> bool:
    """Return whether the line failed for good: no retry is left."""
    return frame.position is Position.FAILED and frame.failure is not None and next_retry(frame) is None


def inherit(frame: Frame, child: Frame) -> None:
    """The state fails as its branch or iteration did."""
    assert child.failure is not None
    frame.failure = replace(child.failure, event_id=child.last_id)
    if isinstance(frame.state, MapState) and frame.state.tolerates:
        frame.failure = Failure(EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED, child.last_id)
    frame.last_id = child.last_id
    frame.position = Position.FAILED


def stop_waiting(run: RunState, frame: Frame) -> None:
    """Nothing outside answers this line any more."""
    if frame.task is not None:
        run.tasks.pop(frame.task.id, None)
    if frame.map_run is not None:
        run.map_runs.pop(frame.map_run.id, None)
    run.waits.pop(frame.entered_id, None)
    if frame.failure is not None:
        run.retries.pop(frame.failure.event_id, None)


def forget_below(run: RunState, frame: Frame) -> None:
    for child in frame.children.values():
        forget_below(run, child)
        run.frames.pop(child.path, None)
    if frame.children:
        frame.children = {}


def revive(frame: Frame, event_id: int) -> bool:
    """Put a line that did not succeed back to where it can go on; return whether it was one."""
    if frame.position is Position.EXITED:
        return False
    frame.attempts = {}
    frame.failure = frame.task = frame.result = None
    frame.last_id = event_id
    if not frame.children:
        frame.progress = None
        frame.position = Position.BORN if frame.state is None else Position.ENTERED
        return True
    revived = sum(revive(child, event_id) for child in frame.children.values())
    frame.position = Position.AT_CHILDREN
    if frame.progress is not None:
        frame.progress.running, frame.progress.failed = revived, 0
    return True
