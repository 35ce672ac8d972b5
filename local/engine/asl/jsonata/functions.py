"""The functions that Step Functions adds to JSONata or gives another meaning.

Source: "JSONata functions provided by Step Functions" in the developer guide, and answers of the service.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from local.engine.asl.jsonata.bounds import BoundExceededError
from local.engine.asl.jsonata.java_random import first_double
from local.engine.asl.jsonata.messages import OUT_OF_MEMORY
from local.engine.asl.jsonata.values import UNDEFINED

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from local.engine.asl.payload import JSON

MOST_IN_RANGE = 360_145
_HASHES = {"SHA-1": "sha1", "SHA-384": "sha384", "SHA-256": "sha256", "SHA-512": "sha512", "MD5": "md5"}


class FunctionError(ValueError):
    """A function refuses its arguments; the message says why, as the service does."""


def partition(elements: list[JSON], size: float | None = None) -> JSON:
    """Without a size all is one chunk; chunks of nothing, and of no elements, are undefined."""
    length = len(elements) if size is None else int(size)
    if length < 0:
        message = "Second argument must be zero or greater"
        raise FunctionError(message)
    if length == 0:
        return UNDEFINED
    chunks = [elements[start : start + length] for start in range(0, len(elements), length)]
    return chunks or UNDEFINED


def number_range(first: float, last: float, step: float) -> JSON:
    """The end is part of the range when a step falls on it; one number is no array, and none is undefined."""
    start, end, delta = int(first), int(last), int(step)
    if delta == 0:
        return UNDEFINED
    numbers = range(start, end + (1 if delta > 0 else -1), delta)
    if len(numbers) > MOST_IN_RANGE:
        raise BoundExceededError(OUT_OF_MEMORY)
    if len(numbers) == 1:
        return numbers[0]
    return list(numbers) or UNDEFINED


def hash_of(text: str, algorithm: str) -> JSON:
    if algorithm not in _HASHES:
        message = f"Hash algorithm '{algorithm}' must be one of {', '.join(_HASHES)}"
        raise FunctionError(message)
    return hashlib.new(_HASHES[algorithm], text.encode()).hexdigest()


def random_number(source: Random, seed: float | None = None) -> float:
    """From 0, below 1; the same for the same seed."""
    return source.random() if seed is None else first_double(int(seed))


def uuid(source: Random) -> str:
    return str(UUID(int=source.getrandbits(128), version=4))


def parse(text: str) -> JSON:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as problem:
        message = "Invalid JSON"
        raise FunctionError(message) from problem


def shuffle(source: Random, elements: JSON) -> JSON:
    shuffled = list(elements) if isinstance(elements, list) else [elements]
    source.shuffle(shuffled)
    return shuffled


def _refuse_constant(name: str) -> None:
    message = f"{name} is no JSON value"
    raise ValueError(message)


class Function(NamedTuple):
    """`takes` has a letter for each argument: `a`rray, `n`umber, `s`tring, or `x` for anything.

    The first `needs` of them are refused when they are left out. Without another one, or with one that is
    undefined, the result is undefined, but for those that `call` can do without.
    """

    takes: str
    call: Callable[..., JSON]
    needs: int = 0
    enough: int | None = None


PURE: dict[str, Function] = {
    "partition": Function("an", partition, enough=1),
    "range": Function("nnn", number_range),
    "hash": Function("ss", hash_of, needs=1),
    "parse": Function("s", parse),
}
# the first argument is what they draw from
DRAWING: dict[str, Function] = {
    "random": Function("n", random_number, enough=0),
    "uuid": Function("", uuid),
    "shuffle": Function("x", shuffle),
}
