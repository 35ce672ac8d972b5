"""Plays the children of a replayed map run; what they cannot tell is taken from the recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED, StateError
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.payload import JSON, to_text
from local.engine.asl.processors import map_state, processor_of
from local.engine.commands import EndRun, ExecutionInfo, RunStatus, StartMapRun
from local.engine.conformance.matching import parsed
from local.engine.core.tolerance import is_exceeded
from local.engine.map_runs.inputs import ChildInput, child_inputs
from local.engine.map_runs.results import ChildResult, aggregated, written_output
from local.engine.stimuli import MapRunFailed, MapRunSucceeded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from local.engine.asl.definition import Definition

    PlayChild = Callable[[Definition, ExecutionInfo], EndRun | None]
    Answer = MapRunSucceeded | MapRunFailed

_ENDS = ("MapRunSucceeded", "MapRunFailed")


@dataclass(frozen=True, slots=True)
class RecordedMapRun:
    """How a recorded map run ended; `exited` is the output of the Map state after it."""

    failed: dict[str, Any] | None
    exited: JSON = None


def recorded_map_runs(history: Sequence[dict[str, Any]]) -> Iterator[RecordedMapRun | None]:
    """In the order of their start; None for one whose end is not in the recording."""
    for position, event in enumerate(history):
        if event["type"] == "MapRunStarted":
            yield _recorded(history[position + 1 :])


def _recorded(later: Sequence[dict[str, Any]]) -> RecordedMapRun | None:
    end = next((event for event in later if event["type"] in _ENDS), None)
    if end is None:
        return None
    if end["type"] == "MapRunFailed":
        return RecordedMapRun(end.get("mapRunFailedEventDetails", {}))
    exited = next((event for event in later if event["type"] == "MapStateExited"), None)
    return RecordedMapRun(None, _value(exited["stateExitedEventDetails"]["output"])) if exited else None


def _value(recorded: JSON) -> JSON:
    """A recorded output that the recorder left as text, as a value."""
    return parsed(recorded) if isinstance(recorded, str) else recorded


def play_map_run(
    start: StartMapRun,
    parent: tuple[Definition, ExecutionInfo],
    recorded: RecordedMapRun | None,
    play_child: PlayChild,
) -> Answer | None:
    """None when neither the children nor the recording tell how the map run ends."""
    definition, execution = parent
    try:
        results = _results(start, definition, execution, play_child)
    except StateError as problem:
        return MapRunFailed(start.task_id, problem.error, problem.cause)
    if results is None:
        return _as_recorded(start, definition, recorded)
    return _concluded(start, results)


def _results(
    start: StartMapRun, definition: Definition, execution: ExecutionInfo, play_child: PlayChild
) -> list[ChildResult] | None:
    plan = start.plan
    if plan.reader is not None:
        return None
    machine = processor_of(definition, plan.state_name)
    results = []
    for index, given in enumerate(child_inputs(plan, plan.items)):
        child = _child(start, execution, index, given)
        end = play_child(machine, child)
        if end is None:
            return None
        results.append(_result(index, given, child, end))
    return results


def _child(start: StartMapRun, execution: ExecutionInfo, index: int, given: ChildInput) -> ExecutionInfo:
    machine = f"{execution.state_machine_arn.partition('/')[0]}/{start.plan.label}"
    return ExecutionInfo(
        execution_arn=f"{machine.replace(':stateMachine:', ':execution:')}:child-{index}",
        name=f"child-{index}",
        role_arn=execution.role_arn,
        state_machine_arn=machine,
        state_machine_name=execution.state_machine_name,
        start_time=execution.start_time,
        input=given.text,
        map_item=given.item,
    )


def _result(index: int, given: ChildInput, child: ExecutionInfo, end: EndRun) -> ChildResult:
    return ChildResult(
        index=index,
        item_count=given.item_count,
        status=end.status.value,
        input=given.text,
        execution_arn=child.execution_arn,
        name=child.name,
        machine_arn=child.state_machine_arn,
        output=end.output,
        error=end.error,
        cause=end.cause,
        started_at=child.start_time,
        stopped_at=child.start_time,
    )


def _concluded(start: StartMapRun, results: list[ChildResult]) -> Answer:
    plan = start.plan
    failed = sum(result.item_count for result in results if result.status != RunStatus.SUCCEEDED)
    total = sum(result.item_count for result in results)
    if is_exceeded(failed, total, plan.tolerated_count, plan.tolerated_percentage):
        return MapRunFailed(start.task_id, EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED)
    if plan.writer.bucket is not None:
        return MapRunSucceeded(start.task_id, written_output(plan.map_run_arn, plan.writer))
    return MapRunSucceeded(start.task_id, aggregated(results, plan.writer))


def _as_recorded(
    start: StartMapRun, definition: Definition, recorded: RecordedMapRun | None
) -> Answer | None:
    if recorded is None:
        return None
    if recorded.failed is not None:
        return MapRunFailed(start.task_id, recorded.failed.get("error", ""), recorded.failed.get("cause", ""))
    if start.plan.writer.bucket is not None:
        return MapRunSucceeded(start.task_id, written_output(start.plan.map_run_arn, start.plan.writer))
    return MapRunSucceeded(start.task_id, to_text(_result_within(definition, start, recorded.exited)))


def _result_within(definition: Definition, start: StartMapRun, exited: JSON) -> JSON:
    """The children's results, where the state put them into its output."""
    flow = map_state(definition, start.plan.state_name).flow
    path = flow.result_path if isinstance(flow, JsonPathFlow) else None
    for key in path.keys if path is not None else ():
        exited = exited[key]
    return exited
