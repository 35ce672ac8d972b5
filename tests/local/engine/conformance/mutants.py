"""Recordings with one thing changed."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# what the comparison leaves out, and why: erased by the recorder, or noise of the transport
UNCOMPARED = frozenset({"timestamp", "roleArn", "SdkHttpMetadata", "SdkResponseMetadata", "RequestId"})

Way = tuple[Any, ...]


@dataclass(frozen=True)
class Mutant:
    """`what` says which place of the recording was changed, and how."""

    what: str
    fields: dict[str, Any]


def mutants(fields: dict[str, Any]) -> Iterator[Mutant]:
    """Each leaf of the recording changed, and each event left out, repeated and moved."""
    recorded = next(name for name in ("history", "response", "output") if name in fields)
    for way in leaves(fields[recorded]):
        yield Mutant(f"{fields['id']} {way} changed", changed(fields, (recorded, *way), altered))
    for number in range(len(fields.get("history", ()))):
        yield from _mutants_of_order(fields, number)


def _mutants_of_order(fields: dict[str, Any], number: int) -> Iterator[Mutant]:
    before, event, after = (
        fields["history"][:number],
        fields["history"][number],
        fields["history"][number + 1 :],
    )
    if before:
        yield Mutant(f"{fields['id']} {number} left out", {**fields, "history": before + after})
    yield Mutant(f"{fields['id']} {number} repeated", {**fields, "history": [*before, event, event, *after]})
    if after:
        moved = [*before, after[0], event, *after[1:]]
        yield Mutant(f"{fields['id']} {number} moved", {**fields, "history": moved})


def leaves(value: Any, way: Way = ()) -> Iterator[Way]:
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in UNCOMPARED:
                yield from leaves(each, (*way, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, (*way, number))
    else:
        yield way


def changed(fields: dict[str, Any], way: Way, change: Any) -> dict[str, Any]:
    """A copy with `change` done to the value at this place."""
    fields = copy.deepcopy(fields)
    *path, last = way
    target: Any = fields
    for step in path:
        target = target[step]
    target[last] = change(target[last])
    return fields


def altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    return "other" if value is None else f"{value}x"
