"""The inputs of a map run's children: items selected, and batched where the Map says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, StateError
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from local.engine.map_runs.plan import Batches, MapItem, MapRunPlan

INPUT_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class ChildInput:
    """`text` is the child's input as JSON; `item` its `$$.Map.Item` as JSON, None for a batch."""

    text: str
    item_count: int = 1
    item: str | None = None


def child_inputs(plan: MapRunPlan, items: Iterable[MapItem]) -> Iterator[ChildInput]:
    """StateError when an item does not fit ItemSelector or is too large for an execution's input."""
    if plan.batches is None:
        return (_single(plan, item) for item in items)
    return batched(plan.batches, (to_text(plan.select(item)) for item in items))


def _single(plan: MapRunPlan, item: MapItem) -> ChildInput:
    text = to_text(plan.select(item))
    _refuse_large(text, f"item {item.index}")
    return ChildInput(text, 1, to_text(item.context()))


def batched(batches: Batches, texts: Iterable[str]) -> Iterator[ChildInput]:
    around = "" if batches.batch_input is None else f'"BatchInput":{to_text(batches.batch_input)},'
    frame = len(_batch(around, []).encode())
    most_bytes = min(batches.max_bytes or INPUT_LIMIT, INPUT_LIMIT)
    batch, size = list[str](), frame
    for text in texts:
        added = len(text.encode()) + (1 if batch else 0)
        is_full = batches.max_items is not None and len(batch) >= batches.max_items
        if batch and (is_full or size + added > most_bytes):
            yield ChildInput(_batch(around, batch), len(batch))
            batch, size, added = [], frame, len(text.encode())
        _refuse_large(_batch(around, [text]), "an item in its batch")
        batch.append(text)
        size += added
    if batch:
        yield ChildInput(_batch(around, batch), len(batch))


def _batch(around: str, texts: list[str]) -> str:
    return f'{{{around}"Items":[{",".join(texts)}]}}'


def _refuse_large(text: str, what: str) -> None:
    size = len(text.encode())
    if size > INPUT_LIMIT:
        cause = (
            f"The input of {what} has {size} bytes; a child workflow execution takes {INPUT_LIMIT} at most."
        )
        raise StateError(DATA_LIMIT_EXCEEDED, cause, located=False)
