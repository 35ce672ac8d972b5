"""The end of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import RUNTIME, TIMEOUT
from local.engine.commands import CancelTimer, EndRun, RunStatus
from local.engine.core import timers
from local.engine.core.aborting import cancel
from local.engine.core.moving import NOT_TRUNCATED
from local.engine.core.state import walk
from local.engine.core.turn import HISTORY_LIMIT, Turn

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.core.frames import Failure, Frame

_HISTORY_FULL = f"The execution reached the maximum number of history events ({HISTORY_LIMIT})."


def end_succeeded(turn: Turn, frame: Frame) -> None:
    assert frame.output is not None
    details = {"output": frame.output.text, "outputDetails": NOT_TRUNCATED}
    turn.emit("ExecutionSucceeded", frame, details)
    _end(turn, EndRun(RunStatus.SUCCEEDED, output=frame.output.text))


def end_failed(turn: Turn, frame: Frame, failure: Failure) -> None:
    turn.emit("ExecutionFailed", frame, _stated(failure.error, failure.cause))
    _end(turn, EndRun(RunStatus.FAILED, error=failure.error, cause=failure.cause))


def end_aborted(turn: Turn, error: str | None, cause: str | None) -> None:
    _release(turn)
    _abort_map_runs(turn)
    turn.emit("ExecutionAborted", _root(turn), _stated(error, cause), previous=0)
    _end(turn, EndRun(RunStatus.ABORTED, error=error, cause=cause))


def end_timed_out(turn: Turn) -> None:
    """The error is in the history only; the execution itself shows none."""
    _release(turn)
    _abort_map_runs(turn)
    turn.emit("ExecutionTimedOut", _root(turn), {"error": TIMEOUT}, previous=0)
    _end(turn, EndRun(RunStatus.TIMED_OUT))


def end_history_full(turn: Turn) -> None:
    turn.drop_work()
    _release(turn)
    turn.emit(
        "ExecutionFailed",
        _root(turn),
        {"error": RUNTIME, "cause": _HISTORY_FULL},
        previous=turn.run.last_event_id,
    )
    _end(turn, EndRun(RunStatus.FAILED, error=RUNTIME, cause=_HISTORY_FULL))


def _root(turn: Turn) -> Frame:
    assert turn.run.root is not None
    return turn.run.root


def _release(turn: Turn) -> None:
    for frame in walk(_root(turn)):
        cancel(turn, frame)


def _abort_map_runs(turn: Turn) -> None:
    """A map run is a resource of its own, so its end is told; where the history is full it is not."""
    for frame in list(turn.run.map_runs.values()):
        if turn.next_id < HISTORY_LIMIT - 1:
            turn.emit("MapRunAborted", frame)


def _end(turn: Turn, end: EndRun) -> None:
    if turn.run.longest_seconds is not None:
        turn.command(CancelTimer(timers.RUN))
    turn.command(end)


def _stated(error: str | None, cause: str | None) -> dict[str, JSON]:
    return {name: text for name, text in (("error", error), ("cause", cause)) if text is not None}
