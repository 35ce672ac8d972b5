"""How a line of control goes into a state and out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, StateError
from local.engine.asl.payload import JSON, Payload, to_text
from local.engine.asl.states import TYPE_NAMES, MapState, ParallelState, TaskState
from local.engine.core.frames import Position
from local.engine.core.turn import Signal, Turn
from local.engine.core.variables import check_variables

if TYPE_CHECKING:
    from local.engine.asl.flow import DataFlow
    from local.engine.core.frames import Frame

NOT_TRUNCATED = {"truncated": False}
PAYLOAD_LIMIT = 256 * 1024
_LONGEST_CHARACTER = 4


def enter(turn: Turn, frame: Frame, name: str, payload: Payload) -> None:
    kind = TYPE_NAMES[type(frame.graph.states[name])]
    details = {"name": name, "input": payload.text, "inputDetails": NOT_TRUNCATED}
    turn.emit(f"{kind}StateEntered", frame, details, payload=payload)
    turn.signal(Signal.ENTERED, frame)


def leave(
    turn: Turn,
    frame: Frame,
    output: Payload,
    next_state: str | None,
    variables: dict[str, JSON] | None = None,
) -> None:
    """Raise StateError (States.DataLimitExceeded) when the output is too large to hand on."""
    assert frame.state is not None
    if exceeds_limit(output):
        raise StateError(DATA_LIMIT_EXCEEDED, limit_cause(frame.state.name), located=False)
    details: dict[str, JSON] = {
        "name": frame.state.name,
        "output": output.text,
        "outputDetails": NOT_TRUNCATED,
    }
    if variables:
        details["assignedVariables"] = {name: to_text(value) for name, value in variables.items()}
        details["assignedVariablesDetails"] = NOT_TRUNCATED
    turn.emit(f"{TYPE_NAMES[type(frame.state)]}StateExited", frame, details, payload=output)
    if next_state is None:
        turn.signal(Signal.FINISHED, frame)
    else:
        frame.position = Position.MOVING
        turn.later(frame, enter, next_state, output)


def hand_on(turn: Turn, frame: Frame, flow: DataFlow, result: Payload, next_state: str | None) -> None:
    """Leave the state with what the flow makes of the result; StateError when the data does not fit."""
    scope = turn.scope(frame)
    selected = flow.selected(result, scope)
    output = flow.output(frame.input, selected, scope)
    variables = flow.assigned(frame.input, selected, scope)
    if variables:
        check_variables(frame, variables)
    leave(turn, frame, output, next_state, variables)


def conclude(turn: Turn, frame: Frame) -> None:
    """Leave the state with its result: the task's, or that of all branches or iterations."""
    assert frame.result is not None
    assert isinstance(frame.state, TaskState | ParallelState | MapState)
    hand_on(turn, frame, frame.state.flow, frame.result, frame.state.next)


def exceeds_limit(payload: Payload) -> bool:
    """The limit counts bytes of UTF-8."""
    text = payload.text
    return len(text) * _LONGEST_CHARACTER > PAYLOAD_LIMIT and len(text.encode()) > PAYLOAD_LIMIT


def limit_cause(name: str) -> str:
    return (
        f"The state/task '{name}' returned a result with a size exceeding "
        "the maximum number of bytes service limit."
    )
