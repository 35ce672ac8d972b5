"""Choice: the first rule that holds says where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import RuntimeStateError
from local.engine.core.moving import hand_on

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope
    from local.engine.asl.states import ChoiceState
    from local.engine.core.frames import Frame
    from local.engine.core.turn import Turn


def begin_choice(turn: Turn, frame: Frame, state: ChoiceState) -> None:
    scope = turn.scope(frame)
    seen = state.flow.filtered_input(frame.input, scope)
    chosen, flow = choose(state, seen.value, scope)
    hand_on(turn, frame, flow, seen, chosen)


def choose(state: ChoiceState, document: JSON, scope: Scope) -> tuple[str, DataFlow]:
    """Return where to go and what to hand on: the rule's own, or the state's for the default.

    RuntimeStateError when nothing matches: the service fails the run so, whatever the specification
    says of States.NoChoiceMatched.
    """
    for rule in state.rules:
        if rule.condition(document, scope):
            return rule.next, rule.flow
    if state.default is None:
        cause = "Failed to transition out of the state. The state does not point to a next state."
        raise RuntimeStateError(cause)
    return state.default, state.flow
