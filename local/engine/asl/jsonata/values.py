"""JSON values as the JSONata library holds them, and its results as JSON.

The library tells JSON's null from "nothing" (undefined): null is a value of its own there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from jsonata.utils import Utils

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON

_LARGEST_EXACT = 2**53
# what a function gives where it has no answer: nothing, which is not JSON's null
UNDEFINED: Any = object()


class UnsupportedResultError(ValueError):
    """The expression gives a function, which no JSON text can hold."""


def to_library(value: JSON) -> JSON:
    """Return the value with the library's null; what holds no null is shared, not copied."""
    if value is None:
        return Utils.NULL_VALUE
    if isinstance(value, dict):
        return _if_changed(value, {name: to_library(each) for name, each in value.items()})
    if isinstance(value, list):
        changed = [to_library(each) for each in value]
        return changed if any(one is not other for one, other in zip(changed, value, strict=True)) else value
    return value


def _if_changed(value: dict[str, JSON], changed: dict[str, JSON]) -> dict[str, JSON]:
    return changed if any(changed[name] is not each for name, each in value.items()) else value


def unwrapped(value: Any) -> Any:
    """Return the expression's input itself where the library has put it into an array of its own."""
    return value[0] if isinstance(value, Utils.JList) and value.outer_wrapper else value


def from_library(value: JSON) -> JSON:
    """Return plain JSON; UnsupportedResultError when there is a function in it."""
    if value is Utils.NULL_VALUE or value is None:
        return None
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, dict):
        return {name: from_library(each) for name, each in value.items()}
    if isinstance(value, list):
        return [from_library(each) for each in value]
    raise UnsupportedResultError


def _number(value: float) -> JSON:
    """Whole numbers have no fraction, as in JavaScript; what is no number is a text, as on AWS."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return int(value) if value.is_integer() and abs(value) < _LARGEST_EXACT else value
