"""Wait: until a number of seconds has passed or an instant has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.states import WaitState
from local.engine.commands import SetTimer
from local.engine.core import timers
from local.engine.core.frames import Frame, Position
from local.engine.core.moving import hand_on
from local.engine.core.scopes import replayable, scope_of

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope
    from local.engine.asl.settings import Setting
    from local.engine.core.state import RunState
    from local.engine.core.turn import Turn

_LONGEST_SECONDS = 2**31 - 1


def begin_wait(turn: Turn, frame: Frame, _state: WaitState) -> None:
    end = due_at(turn.run, frame)
    frame.position = Position.AT_TIMER
    turn.run.waits[frame.entered_id] = frame
    if turn.has_come(end):
        end_wait(turn, frame)
    else:
        turn.command(SetTimer(timers.wait(frame.entered_id), end))


def end_wait(turn: Turn, frame: Frame) -> None:
    assert isinstance(frame.state, WaitState)
    state = frame.state
    hand_on(turn, frame, state.flow, state.flow.filtered_input(frame.input, turn.scope(frame)), state.next)


def due_at(run: RunState, frame: Frame) -> datetime:
    """Return when the wait is over, counted from when the state was entered."""
    state = frame.state
    assert isinstance(state, WaitState)
    assert frame.entered_at is not None
    scope = scope_of(run, frame, replayable(run, frame))
    document = state.flow.filtered_input(frame.input, scope).value
    if state.timestamp is not None:
        return _checked(state.timestamp.instant(document, scope), frame.entered_at)
    assert state.seconds is not None
    return _checked(_after(state.seconds, frame.entered_at, document, scope), frame.entered_at)


def _after(setting: Setting, entered_at: datetime, document: JSON, scope: Scope) -> datetime:
    seconds = setting.seconds(document, scope)
    if seconds < 0:
        raise setting.refusal("references a negative value", seconds)
    return entered_at + timedelta(seconds=min(seconds, _LONGEST_SECONDS + 1))


def _checked(end: datetime, entered_at: datetime) -> datetime:
    if (end - entered_at).total_seconds() > _LONGEST_SECONDS:
        cause = "Wait state delay is too long."
        raise RuntimeStateError(cause)
    return end
