"""The steps of an indefinite path: each gives, for one value, the values it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

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


def index(position: int) -> Selector:
    def select(value: JSON) -> Iterable[JSON]:
        inside = isinstance(value, list) and -len(value) <= position < len(value)
        return (value[position],) if inside else ()

    return select


def sliced(start: int | None, stop: int | None = None, step: int | None = None) -> Selector:
    bounds = slice(start, stop, step)

    def select(value: JSON) -> Iterable[JSON]:
        return value[bounds] if isinstance(value, list) else ()

    return select


def union(keys: Sequence[str | int]) -> Selector:
    selectors = [named(key) if isinstance(key, str) else index(key) for key in keys]

    def select(value: JSON) -> Iterable[JSON]:
        return [each for selector in selectors for each in selector(value)]

    return select
