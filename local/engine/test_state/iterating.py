"""What a Map state would iterate over, and how many failed iterations it puts up with."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO

from local.engine.asl.context import item_context
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.payload import JSON, Payload, to_text
from local.engine.core.map_plans import Seen, batches_of, reading_of
from local.engine.core.tolerance import COUNT, PERCENTAGE, is_exceeded, tolerated
from local.engine.integrations.objects import ObjectsError
from local.engine.map_runs.inputs import batched
from local.engine.map_runs.plan import MapItem
from local.engine.map_runs.reading import read_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from local.engine.asl.distribution import ItemReader
    from local.engine.asl.scope import Scope
    from local.engine.asl.states import MapState
    from local.engine.test_state.inspection import Inspection
    from local.engine.test_state.request import Question

_LISTING = ":listObjectsV2"


@dataclass(frozen=True, slots=True)
class Threshold:
    """Without a declared tolerance the service lets any number of failed iterations pass under test."""

    failed: int
    length: int
    count: int | None
    percentage: float | None

    @property
    def is_exceeded(self) -> bool:
        is_declared = self.count is not None or self.percentage is not None
        return is_declared and is_exceeded(self.failed, self.length, self.count, self.percentage)


@dataclass(frozen=True, slots=True)
class GivenObjects:
    """`mapItemReaderData` in the place of every object that is read."""

    data: str

    def read(self, bucket: str, key: str, version: str | None = None) -> BinaryIO:  # noqa: ARG002 -- Objects
        return io.BytesIO(self.data.encode())

    def list(self, arguments: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        raise ObjectsError(f"no objects to list: {arguments}")

    def write(self, bucket: str, key: str, content: bytes, content_type: str) -> None:
        raise ObjectsError(f"nothing is written under test: {bucket}/{key} {content_type} {len(content)}")


def see_iterations(
    state: MapState, seen: Payload, scope: Scope, question: Question, inspection: Inspection
) -> Threshold:
    """Note what is seen of the items and limits; StateError when the state's data does not fit."""
    reader = state.distribution.reader if state.distribution else None
    if reader is None:
        items = _items_at_hand(state, seen, scope)
        if isinstance(state.flow, JsonPathFlow):
            inspection.note("afterItemsPath", Payload.of([item.value for item in items]))
    else:
        items = _read(reader, Seen(seen.value, scope), question.configuration.reader_data)
        if reader.config.items_pointer is not None:
            inspection.note("afterItemsPointer", Payload.of([item.value for item in items]))
    _note_inputs(state, items, Seen(seen.value, scope), inspection)
    return _threshold(
        state, seen.value, scope, (question.configuration.failed_iterations, len(items)), inspection
    )


def _items_at_hand(state: MapState, seen: Payload, scope: Scope) -> list[MapItem]:
    items = state.items.read(seen.value, scope, objects=state.distribution is not None)
    if isinstance(items, dict):
        return [MapItem(index, value, key=key) for index, (key, value) in enumerate(items.items())]
    return [MapItem(index, value) for index, value in enumerate(items)]


def _read(reader: ItemReader, seen: Seen, data: str | None) -> list[MapItem]:
    """What the reader makes of the data; a listing is given as the JSON array of its entries."""
    reading = reading_of(reader, seen)
    if data is None:
        return []
    if reading.resource.endswith(_LISTING):
        return [MapItem(index, value) for index, value in enumerate(json.loads(data)[: reading.max_items])]
    anywhere = {"Bucket": "", "Key": "", **reading.arguments}
    return list(read_items(replace(reading, arguments=anywhere), GivenObjects(data)))


def _note_inputs(state: MapState, items: Sequence[MapItem], seen: Seen, inspection: Inspection) -> None:
    inputs: list[JSON] = [item.value for item in items]
    if state.item_selector is not None:
        inputs = [_selected(state, item, seen) for item in items]
        inspection.note("afterItemSelector", Payload.of(inputs))
    batcher = state.distribution.batcher if state.distribution else None
    if batcher is not None:
        batches = batched(batches_of(batcher, seen), map(to_text, inputs))
        inspection.note("afterItemBatcher", Payload(f"[{','.join(batch.text for batch in batches)}]"))


def _selected(state: MapState, item: MapItem, seen: Seen) -> JSON:
    assert state.item_selector is not None
    shown = {"Item": item.context()} if state.distribution else item_context(item.index, item.value)
    context = {**seen.scope.context(), "Map": shown}
    return state.item_selector.render(seen.document, replace(seen.scope, context=lambda: context))


def _threshold(
    state: MapState, document: JSON, scope: Scope, counts: tuple[int, int], inspection: Inspection
) -> Threshold:
    inspection.note_value("maxConcurrency", state.max_concurrency.integer(document, scope))
    count = percentage = None
    if state.tolerated_count is not None:
        count = int(tolerated(state.tolerated_count, document, scope, COUNT))
        inspection.note_value("toleratedFailureCount", count)
    if state.tolerated_percentage is not None:
        percentage = tolerated(state.tolerated_percentage, document, scope, PERCENTAGE)
        inspection.note_value("toleratedFailurePercentage", percentage)
    return Threshold(*counts, count, percentage)
