"""What the intrinsic functions take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON


class ArgumentError(ValueError):
    """A function refuses an argument; the message says which and why."""


def array_of(value: JSON) -> list[JSON]:
    if not isinstance(value, list):
        message = f"expected an array, found {to_text(value)}"
        raise ArgumentError(message)
    return value


def text_of(value: JSON) -> str:
    if not isinstance(value, str):
        message = f"expected a string, found {to_text(value)}"
        raise ArgumentError(message)
    return value


def integer_of(value: JSON) -> int:
    """Numbers are rounded half up, as Java's Math.round does (-1.5 gives -1)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = f"expected a number, found {to_text(value)}"
        raise ArgumentError(message)
    return value if isinstance(value, int) else math.floor(value + 0.5)


def object_of(value: JSON) -> dict[str, JSON]:
    if not isinstance(value, dict):
        message = f"expected an object, found {to_text(value)}"
        raise ArgumentError(message)
    return value


def short(value: JSON, longest: int) -> str:
    text = text_of(value)
    if len(text) > longest:
        message = f"a text of at most {longest} characters is taken, found {len(text)}"
        raise ArgumentError(message)
    return text


def same(one: JSON, other: JSON) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)
