"""Parallel: all branches at once, their outputs as one array."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.states import ParallelState
from local.engine.core.frames import Frame, Position
from local.engine.core.moving import conclude, enter

if TYPE_CHECKING:
    from local.engine.core.turn import Turn


def begin_parallel(turn: Turn, frame: Frame, state: ParallelState) -> None:
    branch_input = state.flow.effective_input(frame.input, turn.scope(frame))
    turn.emit_state("Started", frame)
    for branch in frame.children.values():
        turn.later(branch, enter, branch.graph.start_at, branch_input)


def resume_branch(turn: Turn, branch: Frame) -> None:
    """Enter a branch that was stopped before its first state."""
    parent = branch.parent
    assert parent is not None
    assert isinstance(parent.state, ParallelState)
    branch_input = parent.state.flow.effective_input(parent.input, turn.scope(parent))
    turn.later(branch, enter, branch.graph.start_at, branch_input)


def branch_finished(turn: Turn, frame: Frame) -> None:
    if all(branch.position is Position.EXITED for branch in frame.children.values()):
        turn.at_once(frame, conclude_parallel)


def conclude_parallel(turn: Turn, frame: Frame) -> None:
    last_id = max(branch.last_id for branch in frame.children.values())
    turn.emit_state("Succeeded", frame, previous=last_id)
    conclude(turn, frame)
