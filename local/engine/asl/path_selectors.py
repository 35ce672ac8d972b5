"""The steps of an indefinite path: each gives, for one value, the values it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from local.engine.asl.payload import JSON

Selector = Callable[[JSON], Iterable[JSON]]


def children(value: JSON) -> Iterable[JSON]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ()


def descendants(value: JSON) -> Iterator[JSON]:
    """The value itself and everything below it, parents first."""
    yield value
    for child in children(value):
        if isinstance(child, dict | list):
            yield from descendants(child)


def named(name: str) -> Selector:
    def select(value: JSON) -> Iterable[JSON]:
        return (value[name],) if isinstance(value, dict) and name in value else ()

    return select


@dataclass(frozen=True, slots=True)
class FromEnd:
    """`[(@.length-1)]`: the one way to count from an array's end, as `[-1]` leads nowhere on the service."""

    distance: int

    def __str__(self) -> str:
        return f"(@.length-{self.distance})"


Position = int | FromEnd


def within(array: list[JSON], position: Position) -> int | None:
    """Return the place in the array; nothing outside of it."""
    place = len(array) - position.distance if isinstance(position, FromEnd) else position
    return place if 0 <= place < len(array) else None


def index(position: Position) -> Selector:
    def select(value: JSON) -> Iterable[JSON]:
        place = within(value, position) if isinstance(value, list) else None
        return () if place is None else (value[place],)

    return select


def sliced(start: int | None, stop: int | None = None, step: int | None = None) -> Selector:
    bounds = slice(start, stop, step)

    def select(value: JSON) -> Iterable[JSON]:
        return value[bounds] if isinstance(value, list) else ()

    return select


def union(keys: Sequence[str | Position]) -> Selector:
    selectors = [named(key) if isinstance(key, str) else index(key) for key in keys]

    def select(value: JSON) -> Iterable[JSON]:
        return [each for selector in selectors for each in selector(value)]

    return select
