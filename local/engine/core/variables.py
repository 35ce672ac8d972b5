"""How much a run's variables may hold.

Source: "Service limits for variables" in the developer guide: 256 KiB an Assign, 10 MiB altogether.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, StateError
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from local.engine.core.frames import Frame

ASSIGN_LIMIT = 256 * 1024
TOTAL_LIMIT = 10 * 1024 * 1024


def check_variables(frame: Frame, new: dict[str, JSON]) -> None:
    """Raise StateError (States.DataLimitExceeded) when `new` are too large to be assigned."""
    assert frame.state is not None
    assigned = sum(_size(value) for value in new.values())
    kept = {name: value for name, value in frame.variables.items() if name not in new}
    if assigned > ASSIGN_LIMIT:
        raise _refusal(frame.state.name, ASSIGN_LIMIT)
    if kept and assigned + sum(_size(value) for value in kept.values()) > TOTAL_LIMIT:
        raise _refusal(frame.state.name, TOTAL_LIMIT)


def _size(value: JSON) -> int:
    return len(to_text(value).encode())


def _refusal(state: str, limit: int) -> StateError:
    cause = f"The variables assigned by the state '{state}' exceed the limit of {limit} bytes."
    return StateError(DATA_LIMIT_EXCEEDED, cause, located=False)
