"""Pass and Succeed: hand data on at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.core.moving import assigned, leave

if TYPE_CHECKING:
    from local.engine.asl.states import PassState, SucceedState
    from local.engine.core.frames import Frame
    from local.engine.core.turn import Turn


def begin_pass(turn: Turn, frame: Frame, state: PassState) -> None:
    scope = turn.scope(frame)
    worked_on = state.flow.effective_input(frame.input, scope)
    result = state.result or worked_on
    output = state.flow.output(frame.input, result, scope)
    leave(turn, frame, output, state.next, assigned(state.assign, result, scope))


def begin_succeed(turn: Turn, frame: Frame, state: SucceedState) -> None:
    scope = turn.scope(frame)
    worked_on = state.flow.filtered_input(frame.input, scope)
    leave(turn, frame, state.flow.output(frame.input, worked_on, scope), None)
