"""Plays a turn through: first what has just happened to a line, then the next line's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import StateError
from local.engine.core.ending import end_succeeded
from local.engine.core.failing import answer, fail_evaluation
from local.engine.core.states.branching import branch_finished
from local.engine.core.states.mapping import iteration_finished
from local.engine.core.states.working import begin
from local.engine.core.turn import Signal, Turn, Work

if TYPE_CHECKING:
    from local.engine.core.frames import Frame


def play(turn: Turn) -> None:
    """Work until every line waits; HistoryFullError when there is no room for what happens."""
    while _one(turn):
        pass


def _one(turn: Turn) -> bool:
    signalled = turn.next_signal()
    if signalled is not None:
        _heed(turn, *signalled)
        return True
    work = turn.next_work()
    if work is None:
        return False
    attempt(turn, *work)
    return True


def _heed(turn: Turn, signal: Signal, frame: Frame) -> None:
    if signal is Signal.ENTERED:
        attempt(turn, frame, begin)
    elif signal is Signal.FAILED:
        answer(turn, frame)
    elif signal is Signal.MAP_RUN_FAILED:
        answer(turn, frame, shows=True)
    else:
        _finished(turn, frame)


def attempt(turn: Turn, frame: Frame, work: Work, arguments: tuple[object, ...] = ()) -> None:
    """Do a line's work; where the data does not fit, the line's state fails."""
    try:
        work(turn, frame, *arguments)
    except StateError as problem:
        fail_evaluation(turn, frame, problem)


def _finished(turn: Turn, frame: Frame) -> None:
    if frame.parent is None:
        end_succeeded(turn, frame)
    elif frame.parent.progress is not None:
        iteration_finished(turn, frame)
    else:
        branch_finished(turn, frame.parent)
