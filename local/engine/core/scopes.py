"""What the expressions of a line's current state can see."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Protocol

from local.engine.asl.context import item_context, state_context
from local.engine.asl.scope import Scope
from local.engine.asl.states import MapState, TaskState

if TYPE_CHECKING:
    from datetime import datetime

    from local.engine.asl.payload import JSON
    from local.engine.core.frames import Frame
    from local.engine.core.state import RunState


class Sources(Protocol):
    """Where an evaluation's time and chance come from: the turn's surroundings, or `replayable` ones."""

    now: datetime
    random: Random


@dataclass(slots=True)
class _Replayable:
    now: datetime
    random: Random


def replayable(run: RunState, frame: Frame) -> Sources:
    """For what no event records (a Map's items, the end of a Wait): the same whenever it is worked out."""
    assert frame.entered_at is not None
    execution = run.execution
    seed = f"{execution.execution_arn} {execution.start_time.isoformat()} {frame.entered_id}"
    return _Replayable(frame.entered_at, Random(seed))  # noqa: S311 -- no secret, and must be drawn again


def scope_of(run: RunState, frame: Frame, sources: Sources, token: str | None = None) -> Scope:
    return Scope(lambda: context_of(run, frame, token), sources.random, frame.variables, sources.now)


def context_of(run: RunState, frame: Frame, token: str | None) -> JSON:
    """Return `$$`; before its first state a line sees the state that it was started by."""
    context = dict(run.execution_context())
    holder = frame if frame.state is not None or frame.parent is None else frame.parent
    if holder.state is not None and holder.entered_at is not None:
        retry_count = holder.retry_count if isinstance(holder.state, TaskState) else None
        context["State"] = state_context(holder.state.name, holder.entered_at, retry_count)
    if token is not None:
        context["Task"] = {"Token": token}
    iteration = _enclosing_iteration(frame)
    if iteration is not None:
        context["Map"] = item_context(iteration.index, _item_of(run, iteration))
    return context


def items_of(run: RunState, frame: Frame) -> list[JSON]:
    """Return the items of a Map state, evaluated once per start of the state."""
    if frame.progress is not None and frame.progress.items is not None:
        return frame.progress.items
    assert isinstance(frame.state, MapState)
    scope = scope_of(run, frame, replayable(run, frame))
    seen = frame.state.flow.filtered_input(frame.input, scope)
    items: list[JSON] = frame.state.items.read(seen.value, scope)
    if frame.progress is not None:
        frame.progress.items = items
    return items


def _item_of(run: RunState, iteration: Frame) -> JSON:
    assert iteration.parent is not None
    return items_of(run, iteration.parent)[iteration.index]


def _enclosing_iteration(frame: Frame) -> Frame | None:
    line = frame
    while line.parent is not None:
        if line.parent.progress is not None:
            return line
        line = line.parent
    return None
