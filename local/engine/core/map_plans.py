"""Works out what a distributed Map wants done from the state's data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.states import MapState
from local.engine.core.scopes import context_of, replayable, scope_of
from local.engine.core.tolerance import tolerances
from local.engine.map_runs.plan import Batches, MapItem, MapRunPlan, ReadItems, WriteResults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.engine.asl.distribution import Distribution, ItemBatcher, ItemReader, ResultWriter
    from local.engine.asl.payload import JSON
    from local.engine.asl.scope import Scope
    from local.engine.asl.settings import Setting
    from local.engine.asl.templates import Template
    from local.engine.commands import ExecutionInfo
    from local.engine.core.frames import Frame
    from local.engine.core.state import RunState


@dataclass(frozen=True, slots=True)
class Seen:
    """What the state's expressions see, kept while the map run reads its items."""

    document: JSON
    scope: Scope

    def value(self, template: Template | None) -> Any:
        return None if template is None else template.render(self.document, self.scope)


@dataclass(frozen=True, slots=True)
class Selection:
    """Gives each item the form that ItemSelector wants."""

    selector: Template | None
    seen: Seen
    context: Mapping[str, JSON]

    def __call__(self, item: MapItem) -> JSON:
        if self.selector is None:
            return item.value
        context = {**self.context, "Map": {"Item": item.context()}}
        return self.selector.render(self.seen.document, replace(self.seen.scope, context=lambda: context))


def map_run_arn(execution: ExecutionInfo, state: MapState, started_id: int) -> str:
    """The ARN of the map run whose MapRunStarted event has this id; the same whenever it is asked for."""
    machine, _, _ = execution.state_machine_arn.partition("/")
    run = uuid5(NAMESPACE_URL, f"{execution.execution_arn}/{started_id}")
    return f"{machine.replace(':stateMachine:', ':mapRun:')}/{label_of(execution, state)}:{run}"


def label_of(execution: ExecutionInfo, state: MapState) -> str:
    """The state's Label, else one made from its name."""
    label = distribution_of(state).label
    return label or str(uuid5(NAMESPACE_URL, f"{execution.state_machine_arn}/{state.name}"))


def plan_of(run: RunState, frame: Frame, arn: str) -> MapRunPlan:
    """The same whenever it is worked out; StateError when the state's data does not fit its fields."""
    state = frame.state
    assert isinstance(state, MapState)
    distribution = distribution_of(state)
    scope = scope_of(run, frame, replayable(run, frame))
    seen = Seen(state.flow.filtered_input(frame.input, scope).value, scope)
    count, percentage = tolerances(run, frame)
    return MapRunPlan(
        map_run_arn=arn,
        label=label_of(run.execution, state),
        state_name=state.name,
        is_express=distribution.execution_type == "EXPRESS",
        max_concurrency=state.max_concurrency.integer(seen.document, scope),
        tolerated_count=count,
        tolerated_percentage=percentage,
        items=() if distribution.reader else items_at_hand(run, frame),
        select=Selection(state.item_selector, seen, context_of(run, frame, None)),
        reader=reading_of(distribution.reader, seen) if distribution.reader else None,
        batches=batches_of(distribution.batcher, seen) if distribution.batcher else None,
        writer=_writing(distribution.writer, seen) if distribution.writer else WriteResults(),
    )


def distribution_of(state: MapState) -> Distribution:
    assert state.distribution is not None
    return state.distribution


def items_at_hand(run: RunState, frame: Frame) -> list[MapItem]:
    """Return the elements of an array or the members of an object."""
    state = frame.state
    assert isinstance(state, MapState)
    scope = scope_of(run, frame, replayable(run, frame))
    items = state.items.read(state.flow.filtered_input(frame.input, scope).value, scope, objects=True)
    if isinstance(items, dict):
        return [MapItem(index, value, key=key) for index, (key, value) in enumerate(items.items())]
    return [MapItem(index, value) for index, value in enumerate(items)]


def reading_of(reader: ItemReader, seen: Seen) -> ReadItems:
    limit = None
    if reader.max_items is not None:
        limit = reader.max_items.integer(seen.document, seen.scope)
        if limit < 0:
            raise reader.max_items.failure("field MaxItems must be positive")
    return ReadItems(reader.resource, seen.value(reader.arguments) or {}, reader.config, limit)


def batches_of(batcher: ItemBatcher, seen: Seen) -> Batches:
    return Batches(
        max_items=_positive(batcher.max_items, "MaxItemsPerBatch", seen),
        max_bytes=_positive(batcher.max_bytes, "MaxInputBytesPerBatch", seen),
        batch_input=seen.value(batcher.batch_input),
    )


def _positive(setting: Setting | None, name: str, seen: Seen) -> int | None:
    if setting is None:
        return None
    number = setting.integer(seen.document, seen.scope)
    if number <= 0:
        raise setting.failure(f"{name} must be greater than 0.")
    return number


def _writing(writer: ResultWriter, seen: Seen) -> WriteResults:
    arguments = seen.value(writer.arguments) or {}
    if writer.resource is not None and not isinstance(arguments.get("Bucket"), str):
        message = "The ResultWriter needs a Bucket"
        raise RuntimeStateError(message)
    bucket = arguments.get("Bucket") if writer.resource else None
    return WriteResults(bucket, arguments.get("Prefix") or "", writer.transformation, writer.output_type)
