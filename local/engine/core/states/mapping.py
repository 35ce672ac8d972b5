"""Map: the same machine for each item, a number of them at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import Payload
from local.engine.asl.states import MapState
from local.engine.core.moving import conclude, enter
from local.engine.core.scopes import items_of
from local.engine.core.states.distributing import begin_distributed
from local.engine.core.tolerance import tolerances

if TYPE_CHECKING:
    from local.engine.core.frames import Frame, MapProgress
    from local.engine.core.turn import Turn

INLINE_CONCURRENCY = 40


def begin_map(turn: Turn, frame: Frame, state: MapState) -> None:
    limit = _limit(turn, frame, state)
    if state.distribution is not None:
        begin_distributed(turn, frame, state)
        return
    items = items_of(turn.run, frame)
    turn.emit("MapStateStarted", frame, {"length": len(items)})
    progress = progress_of(frame)
    progress.items, progress.limit = items, limit
    tolerances(turn.run, frame)
    go_on(turn, frame, frame.last_id)


def _limit(turn: Turn, frame: Frame, state: MapState) -> int:
    """An inline Map runs forty iterations at a time at most (AWS, "Inline mode")."""
    scope = turn.scope(frame)
    document = state.flow.filtered_input(frame.input, scope).value
    limit = state.max_concurrency.integer(document, scope)
    if limit < 0:
        cause = f"Expected non-negative integer for MaxConcurrency, got '{limit}' instead."
        raise state.max_concurrency.failure(cause)
    return min(limit or INLINE_CONCURRENCY, INLINE_CONCURRENCY)


def go_on(turn: Turn, frame: Frame, previous: int) -> None:
    """Start as many iterations as there is room for, or end the state when all are done."""
    progress, state = progress_of(frame), state_of(frame)
    if progress.limit is None:
        progress.limit = _limit(turn, frame, state)
    while progress.started < progress.length and progress.running < progress.limit:
        _start(turn, frame, progress.started, previous)
    if progress.settled:
        conclude_map(turn, frame)


def _start(turn: Turn, frame: Frame, index: int, previous: int) -> None:
    details = {"name": state_of(frame).name, "index": index}
    branch = frame.child_path(index)
    turn.emit("MapIterationStarted", frame, details, previous=previous, branch=branch)
    start_iteration(turn, frame.children[index])


def start_iteration(turn: Turn, iteration: Frame) -> None:
    """Let an iteration enter its first state; StateError when its input cannot be made."""
    parent = iteration.parent
    assert parent is not None
    item = items_of(turn.run, parent)[iteration.index]
    selector = state_of(parent).item_selector
    if selector is not None:
        scope = turn.scope(iteration)
        item = selector.render(state_of(parent).flow.filtered_input(parent.input, scope).value, scope)
    turn.later(iteration, enter, iteration.graph.start_at, Payload.of(item))


def iteration_finished(turn: Turn, iteration: Frame) -> None:
    parent = iteration.parent
    assert parent is not None
    details = {"name": state_of(parent).name, "index": iteration.index}
    turn.emit("MapIterationSucceeded", iteration, details)
    turn.at_once(parent, go_on, iteration.last_id)


def conclude_map(turn: Turn, frame: Frame) -> None:
    turn.emit_state("Succeeded", frame)
    conclude(turn, frame)


def state_of(frame: Frame) -> MapState:
    assert isinstance(frame.state, MapState)
    return frame.state


def progress_of(frame: Frame) -> MapProgress:
    assert frame.progress is not None
    return frame.progress
