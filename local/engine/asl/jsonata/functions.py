"""The functions that Step Functions adds to JSONata or gives another meaning.

Source: "JSONata functions provided by Step Functions" in the developer guide.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from uuid import UUID

from local.engine.asl.jsonata.java_random import first_double
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from local.engine.asl.payload import JSON

MOST_IN_RANGE = 1_000
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


class FunctionError(ValueError):
    """A function refuses its arguments; the message says why."""


def partition(elements: list[JSON], size: float) -> JSON:
    length = _whole(size, "partition")
    if length < 1:
        message = "The chunk size of the $partition function must be positive"
        raise FunctionError(message)
    return [elements[start : start + length] for start in range(0, len(elements), length)]


def number_range(first: float, last: float, step: float) -> JSON:
    """The end is part of the range when a step falls on it."""
    start, end, delta = (_whole(value, "range") for value in (first, last, step))
    if delta == 0:
        message = "The step of the $range function must not be 0"
        raise FunctionError(message)
    numbers = range(start, end + (1 if delta > 0 else -1), delta)
    if len(numbers) > MOST_IN_RANGE:
        message = f"The $range function gives at most {MOST_IN_RANGE} numbers"
        raise FunctionError(message)
    return list(numbers)


def hash_of(data: JSON, algorithm: str) -> JSON:
    if algorithm not in _HASHES:
        message = f"The algorithm of the $hash function must be one of {', '.join(_HASHES)}"
        raise FunctionError(message)
    text = data if isinstance(data, str) else to_text(data)
    return hashlib.new(_HASHES[algorithm], text.encode()).hexdigest()


def random_number(source: Random, seed: float | None = None) -> float:
    """From 0, below 1; the same for the same seed."""
    return source.random() if seed is None else first_double(_whole(seed, "random"))


def uuid(source: Random) -> str:
    return str(UUID(int=source.getrandbits(128), version=4))


def parse(text: str) -> JSON:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        message = f"The argument of the $parse function is not a JSON text: {problem}"
        raise FunctionError(message) from problem


def shuffle(source: Random, elements: list[JSON]) -> JSON:
    shuffled = list(elements)
    source.shuffle(shuffled)
    return shuffled


def _refuse_constant(name: str) -> None:
    message = f"{name} is no JSON value"
    raise ValueError(message)


def _whole(value: float, function: str) -> int:
    if int(value) != value:
        message = f"The ${function} function takes whole numbers"
        raise FunctionError(message)
    return int(value)


# name -> signature (JSONata's notation) and implementation, which is not asked when an argument is undefined
PURE: dict[str, tuple[str, Callable[..., JSON]]] = {
    "partition": ("<a-n:a>", partition),
    "range": ("<n-nn:a<n>>", number_range),
    "hash": ("<x-s:s>", hash_of),
    "parse": ("<s-:x>", parse),
}
# the first argument is what they draw from
DRAWING: dict[str, tuple[str, Callable[..., JSON]]] = {
    "random": ("<n?:n>", random_number),
    "uuid": ("<:s>", uuid),
    "shuffle": ("<a:a>", shuffle),
}
