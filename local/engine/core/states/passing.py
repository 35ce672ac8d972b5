"""Pass and Succeed: hand data on at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.core.moving import hand_on

if TYPE_CHECKING:
    from local.engine.asl.states import PassState, SucceedState
    from local.engine.core.frames import Frame
    from local.engine.core.turn import Turn


def begin_pass(turn: Turn, frame: Frame, state: PassState) -> None:
    worked_on = state.flow.effective_input(frame.input, turn.scope(frame))
    hand_on(turn, frame, state.flow, state.result or worked_on, state.next)


def begin_succeed(turn: Turn, frame: Frame, state: SucceedState) -> None:
    hand_on(turn, frame, state.flow, state.flow.filtered_input(frame.input, turn.scope(frame)), None)
