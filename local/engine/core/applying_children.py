"""How the events of branches and iterations change the folded state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.payload import Payload
from local.engine.asl.states import MapState, ParallelState
from local.engine.core.frames import Frame, MapProgress, Position
from local.engine.core.settling import forget_below, inherit_failure, restart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.engine.commands import Event
    from local.engine.core.state import RunState


def _parallel_started(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    restart(run, frame)
    forget_below(run, frame)
    assert isinstance(frame.state, ParallelState)
    for index, branch in enumerate(frame.state.branches):
        _add_child(run, frame, index, Frame(frame.child_path(index), branch, frame, index, event.id))
    frame.position = Position.AT_CHILDREN
    frame.last_id = event.id


def _map_started(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    restart(run, frame)
    forget_below(run, frame)
    frame.progress = None if _is_distributed(frame) else MapProgress(event.details["length"])
    frame.map_run = None
    frame.position = Position.AT_CHILDREN
    frame.last_id = event.id


def _iteration_started(run: RunState, event: Event, _payload: Payload | None) -> None:
    index = event.details["index"]
    parent = run.frames[event.branch[: -len(f"{event.details['name']}/{index}")].removesuffix("/")]
    assert isinstance(parent.state, MapState)
    assert parent.progress is not None
    parent.progress.started += 1
    parent.progress.running += 1
    _add_child(run, parent, index, Frame(event.branch, parent.state.processor, parent, index, event.id))


def _add_child(run: RunState, parent: Frame, index: int, child: Frame) -> None:
    child.variables = parent.variables
    parent.children[index] = child
    run.frames[child.path] = child


def _iteration_succeeded(run: RunState, event: Event, _payload: Payload | None) -> None:
    child = run.frames.pop(event.branch)
    parent, progress = _map_of(child)
    assert child.output is not None
    del parent.children[child.index]
    progress.outputs[child.index] = child.output.text
    progress.running -= 1
    parent.last_id = event.id


def _iteration_failed(run: RunState, event: Event, _payload: Payload | None) -> None:
    child = run.frames[event.branch]
    run.derive_failure(child)
    parent, progress = _map_of(child)
    child.position = Position.FAILED
    progress.running -= 1
    progress.failed += 1
    parent.last_id = event.id


def _iteration_aborted(run: RunState, event: Event, _payload: Payload | None) -> None:
    child = run.frames[event.branch]
    _, progress = _map_of(child)
    progress.running -= 1
    if child.position in {Position.BORN, Position.FAILED}:
        child.position = Position.ABORTED


def _map_of(child: Frame) -> tuple[Frame, MapProgress]:
    assert child.parent is not None
    assert child.parent.progress is not None
    return child.parent, child.parent.progress


def _children_succeeded(run: RunState, event: Event, _payload: Payload | None) -> None:
    """A map run's event has told already what comes of its children's results."""
    frame = run.frames[event.branch]
    frame.last_id = event.previous_id
    if not _is_distributed(frame):
        frame.result = Payload(f"[{','.join(_outputs(frame))}]")
        frame.position = Position.ANSWERED


def _outputs(frame: Frame) -> Iterator[str]:
    if frame.progress is not None:
        return (frame.progress.outputs[index] for index in sorted(frame.progress.outputs))
    return (branch.output.text for branch in frame.children.values() if branch.output is not None)


def _is_distributed(frame: Frame) -> bool:
    return isinstance(frame.state, MapState) and frame.state.distribution is not None


def _children_failed(run: RunState, event: Event, _payload: Payload | None) -> None:
    frame = run.frames[event.branch]
    inherit_failure(run, frame)
    frame.last_id = event.id


CHILDREN_HANDLERS = {
    "ParallelStateStarted": _parallel_started,
    "MapStateStarted": _map_started,
    "MapIterationStarted": _iteration_started,
    "MapIterationSucceeded": _iteration_succeeded,
    "MapIterationFailed": _iteration_failed,
    "MapIterationAborted": _iteration_aborted,
    **{f"{name}StateSucceeded": _children_succeeded for name in ("Parallel", "Map")},
    **{f"{name}StateFailed": _children_failed for name in ("Parallel", "Map")},
}
