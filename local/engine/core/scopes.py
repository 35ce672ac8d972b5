"""What the expressions of a line's current state can see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.context import item_context, state_context
from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.flow import read_or_fail
from local.engine.asl.scope import Scope
from local.engine.asl.states import MapState, TaskState

if TYPE_CHECKING:
    from random import Random

    from local.engine.asl.payload import JSON
    from local.engine.core.frames import Frame
    from local.engine.core.state import RunState


def scope_of(run: RunState, frame: Frame, random: Random, token: str | None = None) -> Scope:
    return Scope(lambda: context_of(run, frame, random, token), random, frame.variables)


def context_of(run: RunState, frame: Frame, random: Random, token: str | None) -> JSON:
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
        context["Map"] = item_context(iteration.index, _item_of(run, iteration, random))
    return context


def items_of(run: RunState, frame: Frame, random: Random) -> list[JSON]:
    """Return the items of a Map state, evaluated once per start of the state."""
    if frame.progress is not None and frame.progress.items is not None:
        return frame.progress.items
    assert isinstance(frame.state, MapState)
    scope = scope_of(run, frame, random)
    seen = frame.state.flow.filtered_input(frame.input, scope)
    items = read_or_fail(frame.state.items_path, seen.value, scope)
    if not isinstance(items, list):
        cause = f'Reference path "{frame.state.items_path.text}" must point to array.'
        raise RuntimeStateError(cause)
    if frame.progress is not None:
        frame.progress.items = items
    return items


def _item_of(run: RunState, iteration: Frame, random: Random) -> JSON:
    assert iteration.parent is not None
    return items_of(run, iteration.parent, random)[iteration.index]


def _enclosing_iteration(frame: Frame) -> Frame | None:
    line = frame
    while line.parent is not None:
        if line.parent.progress is not None:
            return line
        line = line.parent
    return None
