"""How many failed iterations a Map puts up with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.states import MapState
from local.engine.core.scopes import replayable, scope_of

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope
    from local.engine.asl.settings import Setting
    from local.engine.core.frames import Frame
    from local.engine.core.state import RunState

COUNT, PERCENTAGE = "ToleratedFailureCount", "ToleratedFailurePercentage"
_ALL_PERCENT = 100
_MOST = {PERCENTAGE: _ALL_PERCENT}


def exceeds_tolerance(run: RunState, frame: Frame) -> bool:
    """Without a declared tolerance one failed iteration is too many; with two, neither may be exceeded.

    Source: Amazon States Language, "the Map State will fail if either threshold is breached".
    """
    assert isinstance(frame.state, MapState)
    progress = frame.progress
    if progress is None or progress.failed == 0:
        return False
    count, percentage = tolerances(run, frame)
    return is_exceeded(progress.failed, progress.length, count, percentage)


def is_exceeded(failed: int, total: int, count: int | None, percentage: float | None) -> bool:
    """A threshold that is None is not looked at; with none at all, one failure is too many."""
    if count is None and percentage is None:
        return failed > 0
    beyond_count = count is not None and failed > count
    beyond_percentage = percentage is not None and failed * _ALL_PERCENT > percentage * total
    return beyond_count or beyond_percentage


def tolerances(run: RunState, frame: Frame) -> tuple[int | None, float | None]:
    """Return the tolerated count and percentage; RuntimeStateError when one is no such number."""
    assert isinstance(frame.state, MapState)
    count, percentage = frame.state.tolerated_count, frame.state.tolerated_percentage
    return (
        None if count is None else int(_number(run, frame, count, COUNT)),
        None if percentage is None else _number(run, frame, percentage, PERCENTAGE),
    )


def _number(run: RunState, frame: Frame, setting: Setting, name: str) -> float:
    assert frame.state is not None
    scope = scope_of(run, frame, replayable(run, frame))
    document = frame.state.flow.filtered_input(frame.input, scope).value
    return tolerated(setting, document, scope, name)


def tolerated(setting: Setting, document: JSON, scope: Scope, name: str) -> float:
    """Return a tolerated count or percentage; StateError when it is no such number."""
    most = _MOST.get(name)
    value = setting.integer(document, scope) if most is None else setting.number(document, scope)
    if most is not None and not 0 <= value <= most:
        raise setting.failure(f"{name} must be between 0 and {most}.")
    if value < 0:
        raise setting.failure(f"{name} cannot be negative.")
    return value
