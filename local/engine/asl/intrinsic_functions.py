"""What the eighteen intrinsic functions do.

Source: the Amazon States Language specification, appendix B, and recorded answers of the service.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from local.engine.asl.format_template import format_text
from local.engine.asl.intrinsic_arguments import (
    ArgumentError,
    array_of,
    object_of,
    rounded,
    same,
    short,
    text_of,
    truncated,
    within_int,
)
from local.engine.asl.jackson import why_no_json
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.engine.asl.scope import Scope

_LONGEST_BASE64 = 10_000
_LONGEST_HASHED = 10_000
_MOST_IN_RANGE = 1_000
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@dataclass(frozen=True, slots=True)
class IntrinsicFunction:
    """`most` is None when any number of arguments from `fewest` on is taken."""

    name: str
    fewest: int
    most: int | None
    call: Callable[[Sequence[JSON], Scope], JSON]

    def called(self, values: Sequence[JSON], scope: Scope) -> JSON:
        """Raise ArgumentError with the service's words when the function refuses the values."""
        invalid = f"Invalid arguments in {self.name}"
        if len(values) < self.fewest or (self.most is not None and len(values) > self.most):
            raise ArgumentError(invalid)
        try:
            return self.call(values, scope)
        except ArgumentError as problem:
            raise ArgumentError(str(problem) or invalid) from problem


def array(values: Sequence[JSON]) -> JSON:
    return list(values)


def array_partition(values: Sequence[JSON]) -> JSON:
    elements, size = array_of(values[0]), truncated(values[1])
    if size < 1:
        raise ArgumentError
    return [elements[start : start + size] for start in range(0, len(elements), size)]


def array_contains(values: Sequence[JSON]) -> JSON:
    return any(same(element, values[1]) for element in array_of(values[0]))


def array_range(values: Sequence[JSON]) -> JSON:
    first, last, step = (truncated(value) for value in values)
    if step == 0:
        raise ArgumentError
    numbers = range(first, last + (1 if step > 0 else -1), step)
    if len(numbers) > _MOST_IN_RANGE:
        raise ArgumentError
    return list(numbers)


def array_get_item(values: Sequence[JSON]) -> JSON:
    """Positions begin at 0; any position of an empty array gives null, as on the service."""
    elements, position = array_of(values[0]), truncated(values[1])
    if not elements:
        return None
    if not 0 <= position < len(elements):
        raise ArgumentError
    return elements[position]


def array_length(values: Sequence[JSON]) -> JSON:
    return len(array_of(values[0]))


def array_unique(values: Sequence[JSON]) -> JSON:
    unique: list[JSON] = []
    for element in array_of(values[0]):
        if not any(same(element, kept) for kept in unique):
            unique.append(element)
    return unique


def base64_encode(values: Sequence[JSON]) -> JSON:
    return base64.b64encode(short(values[0], _LONGEST_BASE64).encode()).decode()


def base64_decode(values: Sequence[JSON]) -> JSON:
    """Passes over what is no Base64, ends at the first padding, and does without what is left of a byte."""
    text = _NO_BASE64.sub("", short(values[0], _LONGEST_BASE64).partition("=")[0])
    whole = text if len(text) % 4 != 1 else text[:-1]
    return base64.b64decode(whole + "=" * (-len(whole) % 4)).decode(errors="replace")


def hash_of(values: Sequence[JSON]) -> JSON:
    algorithm = _HASHES.get(text_of(values[1]))
    if algorithm is None:
        raise ArgumentError
    data = values[0] if isinstance(values[0], str) else to_text(values[0])
    return hashlib.new(algorithm, short(data, _LONGEST_HASHED).encode()).hexdigest()


def json_merge(values: Sequence[JSON]) -> JSON:
    """Merge the members of both; the deep merge, a third argument of true, is not supported."""
    first, second = object_of(values[0]), object_of(values[1])
    if values[2] is True:
        raise ArgumentError
    return {**first, **second}


def string_to_json(values: Sequence[JSON]) -> JSON:
    text = text_of(values[0])
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError as problem:
        message = (
            f"Cannot convert String to Json in States.StringToJson, caused by: {why_no_json(text, problem)}"
        )
        raise ArgumentError(message) from problem


def json_to_string(values: Sequence[JSON]) -> JSON:
    return to_text(values[0])


def math_add(values: Sequence[JSON]) -> JSON:
    return within_int(rounded(values[0]) + rounded(values[1]))


def math_random(values: Sequence[JSON], scope: Scope) -> JSON:
    """From the first number on, below the second; a third is the seed."""
    start, end = truncated(values[0]), truncated(values[1])
    if start >= end:
        raise ArgumentError
    source = Random(truncated(values[2])) if len(values) > 2 else scope.random  # noqa: S311, PLR2004 -- seeded on request, no secret
    return source.randrange(start, end)


def string_split(values: Sequence[JSON]) -> JSON:
    """Split at any of the characters; empty parts are dropped, as the service does."""
    text, separators = text_of(values[0]), text_of(values[1])
    parts = [""]
    for character in text:
        if character in separators:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part]


def uuid(_values: Sequence[JSON], scope: Scope) -> JSON:
    return str(UUID(int=scope.random.getrandbits(128), version=4))


def _plain(
    name: str, fewest: int, most: int | None, call: Callable[[Sequence[JSON]], JSON]
) -> IntrinsicFunction:
    return IntrinsicFunction(name, fewest, most, lambda values, _scope: call(values))


FUNCTIONS = {
    function.name: function
    for function in (
        _plain("States.Array", 0, None, array),
        _plain("States.ArrayPartition", 2, 2, array_partition),
        _plain("States.ArrayContains", 2, 2, array_contains),
        _plain("States.ArrayRange", 3, 3, array_range),
        _plain("States.ArrayGetItem", 2, 2, array_get_item),
        _plain("States.ArrayLength", 1, 1, array_length),
        _plain("States.ArrayUnique", 1, 1, array_unique),
        _plain("States.Base64Encode", 1, 1, base64_encode),
        _plain("States.Base64Decode", 1, 1, base64_decode),
        _plain("States.Hash", 2, 2, hash_of),
        _plain("States.JsonMerge", 3, 3, json_merge),
        _plain("States.StringToJson", 1, 1, string_to_json),
        _plain("States.JsonToString", 1, 1, json_to_string),
        IntrinsicFunction("States.MathRandom", 2, 3, math_random),
        _plain("States.MathAdd", 2, 2, math_add),
        _plain("States.StringSplit", 2, 2, string_split),
        IntrinsicFunction("States.UUID", 0, 0, uuid),
        _plain("States.Format", 1, None, format_text),
    )
}
