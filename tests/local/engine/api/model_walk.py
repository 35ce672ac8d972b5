"""Walks botocore's model: what in an answer a client would not understand, and how a request may be wrong."""

from collections.abc import Callable, Iterator
from typing import Any

Found = Iterator[str]


def problems(value: Any, shape: Any, at: str) -> Found:
    """What a client made from the model would not understand."""
    yield from _CHECKS[shape.type_name](value, shape, at)


def _structure(value: Any, shape: Any, at: str) -> Found:
    if not isinstance(value, dict):
        yield f"{at} is {value!r}"
        return
    yield from (f"{at}.{name} is missing" for name in shape.required_members if name not in value)
    yield from (f"{at}.{name} is unknown" for name in value if name not in shape.members)
    for name, member in value.items():
        if name in shape.members:
            yield from problems(member, shape.members[name], f"{at}.{name}")


def _list(value: Any, shape: Any, at: str) -> Found:
    if not isinstance(value, list):
        yield f"{at} is {value!r}"
        return
    for number, member in enumerate(value):
        yield from problems(member, shape.member, f"{at}[{number}]")


def _map(value: Any, shape: Any, at: str) -> Found:
    for name, member in value.items():
        yield from problems(member, shape.value, f"{at}[{name}]")


def _of(*kinds: type) -> Callable[[Any, Any, str], Found]:
    def check(value: Any, shape: Any, at: str) -> Found:
        is_enumerated = bool(getattr(shape, "enum", None))
        if type(value) not in kinds or (is_enumerated and value not in shape.enum):
            yield f"{at} is {value!r}"

    return check


_CHECKS: dict[str, Callable[[Any, Any, str], Found]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _of(str),
    "boolean": _of(bool),
    "integer": _of(int),
    "long": _of(int),
    "float": _of(int, float),
    "timestamp": _of(float),
}


def good(shape: Any) -> Any:
    """The smallest value that fits."""
    least = shape.metadata.get("min", 0)
    if shape.type_name == "structure":
        return {name: good(shape.members[name]) for name in shape.required_members}
    if shape.type_name == "list":
        return [good(shape.member)] * max(least, 1)
    if shape.type_name == "string":
        return shape.enum[0] if shape.enum else "a" * max(least, 1)
    return {"boolean": True, "timestamp": 0.0}.get(shape.type_name, least)


def without(shape: Any, name: str) -> dict[str, Any]:
    """The smallest structure that fits, but for one member."""
    return {member: value for member, value in good(shape).items() if member != name}


def broken(shape: Any) -> Iterator[tuple[str, Any]]:
    """A word for each constraint of the shape, and a value that breaks it alone."""
    yield "of type", {"structure": [], "list": {}, "map": []}.get(shape.type_name, object())
    yield from _out_of_bounds(shape)
    if shape.type_name == "string" and shape.enum:
        yield "enum value set", "NEVER"
    if shape.metadata.get("pattern"):
        yield "regular expression", "é"
    if shape.type_name == "structure":
        yield from (("must not be null", without(shape, name)) for name in shape.required_members)


def _out_of_bounds(shape: Any) -> Iterator[tuple[str, Any]]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    sized: dict[str, Callable[[int], Any]] = {
        "string": lambda size: "a" * size,
        "list": lambda size: [good(shape.member)] * size,
    }
    of_size: Callable[[int], Any] = sized.get(shape.type_name, lambda size: size)
    if most is not None:
        yield "less than or equal to", of_size(most + 1)
    if least or (least == 0 and shape.type_name not in sized):
        yield "greater than or equal to", of_size(least - 1)
