"""What the eighteen intrinsic functions do.

Source: the Amazon States Language specification, appendix B, and recorded answers of the service.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from local.engine.asl.intrinsic_arguments import (
    ArgumentError,
    array_of,
    integer_of,
    object_of,
    same,
    short,
    text_of,
)
from local.engine.asl.java_text import java_text
from local.engine.asl.payload import JSON, to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.engine.asl.scope import Scope

_LONGEST_BASE64 = 10_000
_LONGEST_HASHED = 10_000
_MOST_IN_RANGE = 1_000
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@dataclass(frozen=True, slots=True)
class IntrinsicFunction:
    """`most` is None when any number of arguments from `fewest` on is taken."""

    name: str
    fewest: int
    most: int | None
    call: Callable[[Sequence[JSON], Scope], JSON]

    def takes(self, count: int) -> bool:
        return count >= self.fewest and (self.most is None or count <= self.most)


def array(values: Sequence[JSON]) -> JSON:
    return list(values)


def array_partition(values: Sequence[JSON]) -> JSON:
    elements, size = array_of(values[0]), integer_of(values[1])
    if size < 1:
        message = f"the size of a chunk is positive, found {size}"
        raise ArgumentError(message)
    return [elements[start : start + size] for start in range(0, len(elements), size)]


def array_contains(values: Sequence[JSON]) -> JSON:
    return any(same(element, values[1]) for element in array_of(values[0]))


def array_range(values: Sequence[JSON]) -> JSON:
    first, last, step = (integer_of(value) for value in values)
    if step == 0:
        message = "the step of a range is not 0"
        raise ArgumentError(message)
    numbers = range(first, last + (1 if step > 0 else -1), step)
    if len(numbers) > _MOST_IN_RANGE:
        message = f"a range has at most {_MOST_IN_RANGE} elements"
        raise ArgumentError(message)
    return list(numbers)


def array_get_item(values: Sequence[JSON]) -> JSON:
    elements, position = array_of(values[0]), integer_of(values[1])
    if not 0 <= position < len(elements):
        message = f"there is no element {position} in an array of {len(elements)}"
        raise ArgumentError(message)
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
    try:
        return base64.b64decode(short(values[0], _LONGEST_BASE64), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as problem:
        message = f"not Base64 of a text: {problem}"
        raise ArgumentError(message) from problem


def hash_of(values: Sequence[JSON]) -> JSON:
    algorithm = _HASHES.get(text_of(values[1]))
    if algorithm is None:
        message = f"the algorithm is one of {', '.join(_HASHES)}, found {values[1]}"
        raise ArgumentError(message)
    data = values[0] if isinstance(values[0], str) else to_text(values[0])
    return hashlib.new(algorithm, short(data, _LONGEST_HASHED).encode()).hexdigest()


def json_merge(values: Sequence[JSON]) -> JSON:
    first, second, deep = object_of(values[0]), object_of(values[1]), values[2]
    if deep is not False:
        message = "only the shallow merge (false) is supported"
        raise ArgumentError(message)
    return {**first, **second}


def string_to_json(values: Sequence[JSON]) -> JSON:
    text = text_of(values[0])
    try:
        return json.loads(text) if text else None
    except json.JSONDecodeError as problem:
        message = f"not a JSON text: {problem}"
        raise ArgumentError(message) from problem


def json_to_string(values: Sequence[JSON]) -> JSON:
    return to_text(values[0])


def math_add(values: Sequence[JSON]) -> JSON:
    return integer_of(values[0]) + integer_of(values[1])


def math_random(values: Sequence[JSON], scope: Scope) -> JSON:
    """From the first number on, below the second; a third is the seed."""
    start, end = integer_of(values[0]), integer_of(values[1])
    if start >= end:
        message = f"the start {start} is below the end {end}"
        raise ArgumentError(message)
    source = Random(integer_of(values[2])) if len(values) > 2 else scope.random  # noqa: S311, PLR2004 -- seeded on request, no secret
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


def format_text(values: Sequence[JSON]) -> JSON:
    r"""Put the arguments into the `{}` of the template; `\{` and `\}` are the characters themselves."""
    template, arguments = text_of(values[0]), list(values[1:])
    parts: list[str] = []
    position = 0
    while position < len(template):
        if template[position] == "\\" and template[position + 1 : position + 2] in {"{", "}"}:
            parts.append(template[position + 1])
            position += 2
        elif template.startswith("{}", position):
            parts.append(_next_argument(arguments))
            position += 2
        else:
            parts.append(template[position])
            position += 1
    if arguments:
        message = f"{len(arguments)} arguments have no {{}} in the template"
        raise ArgumentError(message)
    return "".join(parts)


def _next_argument(arguments: list[JSON]) -> str:
    if not arguments:
        message = "the template has more {} than there are arguments"
        raise ArgumentError(message)
    return java_text(arguments.pop(0))


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
