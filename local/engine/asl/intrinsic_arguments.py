"""What the intrinsic functions take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON

LEAST, MOST = -(2**31), 2**31 - 1


class ArgumentError(ValueError):
    """A function refuses its arguments; without a message it says just that, as the service mostly does."""


def array_of(value: JSON) -> list[JSON]:
    if not isinstance(value, list):
        raise ArgumentError
    return value


def text_of(value: JSON) -> str:
    if not isinstance(value, str):
        raise ArgumentError
    return value


def rounded(value: JSON) -> int:
    """Half up, as Java's Math.round does (-1.5 gives -1)."""
    return within_int(math.floor(_number_of(value) + 0.5))


def truncated(value: JSON) -> int:
    """Towards zero."""
    return within_int(math.trunc(_number_of(value)))


def within_int(number: int) -> int:
    """32 bits, like Java's."""
    if not LEAST <= number <= MOST:
        raise ArgumentError
    return number


def _number_of(value: JSON) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ArgumentError
    return value


def object_of(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        raise ArgumentError
    return value


def short(value: JSON, longest: int) -> str:
    text = text_of(value)
    if len(text) > longest:
        raise ArgumentError
    return text


def same(one: JSON, other: JSON) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
