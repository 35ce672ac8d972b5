"""What each stimulus sets going."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from local.engine.commands import RunStatus, SetTimer
from local.engine.core import timers
from local.engine.core.ending import end_aborted, end_timed_out
from local.engine.core.frames import Frame, Position
from local.engine.core.moving import NOT_TRUNCATED, enter
from local.engine.core.state import walk
from local.engine.core.states import distributing, tasks
from local.engine.core.states.branching import branch_finished, resume_branch
from local.engine.core.states.mapping import go_on, start_iteration
from local.engine.core.states.waiting import end_wait
from local.engine.core.states.working import begin
from local.engine.core.turn import HISTORY_LIMIT
from local.engine.stimuli import (
    Expired,
    MapRunFailed,
    MapRunSucceeded,
    Redriven,
    Started,
    Stimulus,
    Stopped,
    TaskFailed,
    TaskHeartbeat,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
    TimerFired,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.core.turn import Turn

_REDRIVABLE = frozenset({RunStatus.FAILED, RunStatus.TIMED_OUT, RunStatus.ABORTED})


def receive(turn: Turn, stimulus: Stimulus) -> None:
    """Begin what the stimulus asks for; nothing when it is about something that is over."""
    run = turn.run
    welcome = {
        Started: run.root is None,
        Redriven: run.status in _REDRIVABLE and run.last_event_id < HISTORY_LIMIT - 1,
    }.get(type(stimulus), run.status is RunStatus.RUNNING and run.root is not None)
    if welcome:
        _RECEIVERS[type(stimulus)](turn, stimulus)


def _start(turn: Turn, _stimulus: Started) -> None:
    execution = turn.run.execution
    details = {"input": execution.input, "inputDetails": NOT_TRUNCATED, "roleArn": execution.role_arn}
    _emit_at_root(turn, "ExecutionStarted", details, 0)
    _set_run_timer(turn)
    root = _root(turn)
    turn.later(root, enter, root.graph.start_at, turn.run.input)


def _emit_at_root(turn: Turn, kind: str, details: dict[str, Any], previous: int) -> None:
    stand_in = Frame("", turn.run.definition.graph, None, 0, 0)
    turn.emit(kind, turn.run.root or stand_in, details, previous=previous)


def _set_run_timer(turn: Turn) -> None:
    limit = turn.run.longest_seconds
    if limit is not None:
        turn.command(SetTimer(timers.RUN, turn.surroundings.now + timedelta(seconds=limit)))


def _redrive(turn: Turn, _stimulus: Redriven) -> None:
    details = {"redriveCount": turn.run.redrive_count + 1}
    _emit_at_root(turn, "ExecutionRedriven", details, turn.run.last_event_id)
    _set_run_timer(turn)
    for frame in list(walk(_root(turn))):
        _resume(turn, frame)


def _resume(turn: Turn, frame: Frame) -> None:
    if frame.position is Position.ENTERED and frame.map_run is not None:
        turn.later(frame, distributing.redrive)
    elif frame.position is Position.ENTERED:
        turn.later(frame, begin)
    elif frame.position is Position.AT_CHILDREN and frame.progress is not None:
        turn.later(frame, go_on, frame.last_id)
    elif frame.position is Position.AT_CHILDREN:
        branch_finished(turn, frame)
    elif frame.position is Position.BORN:
        _resume_unborn(turn, frame)


def _resume_unborn(turn: Turn, frame: Frame) -> None:
    if frame.parent is None:
        turn.later(frame, enter, frame.graph.start_at, turn.run.input)
    elif frame.parent.progress is not None:
        turn.later(frame, start_iteration)
    else:
        resume_branch(turn, frame)


def _task_started(turn: Turn, stimulus: TaskStarted) -> None:
    frame = turn.run.tasks.get(stimulus.task_id)
    if frame is not None:
        tasks.start_activity(turn, frame, stimulus.worker_name)


def _task_submitted(turn: Turn, stimulus: TaskSubmitted) -> None:
    frame = turn.run.tasks.get(stimulus.task_id)
    if frame is not None:
        tasks.submit(turn, frame, stimulus.output)


def _task_succeeded(turn: Turn, stimulus: TaskSucceeded) -> None:
    frame = turn.run.tasks.get(stimulus.task_id)
    if frame is not None:
        tasks.succeed(turn, frame, stimulus.output)


def _task_failed(turn: Turn, stimulus: TaskFailed) -> None:
    frame = turn.run.tasks.get(stimulus.task_id)
    if frame is not None:
        tasks.fail(turn, frame, stimulus.error, stimulus.cause)


def _map_run_succeeded(turn: Turn, stimulus: MapRunSucceeded) -> None:
    frame = turn.run.map_runs.get(stimulus.task_id)
    if frame is not None:
        distributing.succeed(turn, frame, stimulus.output)


def _map_run_failed(turn: Turn, stimulus: MapRunFailed) -> None:
    frame = turn.run.map_runs.get(stimulus.task_id)
    if frame is not None:
        distributing.fail(turn, frame, stimulus.error, stimulus.cause)


def _task_heartbeat(turn: Turn, stimulus: TaskHeartbeat) -> None:
    frame = turn.run.tasks.get(stimulus.task_id)
    if frame is not None:
        tasks.beat(turn, frame)


def _timer_fired(turn: Turn, stimulus: TimerFired) -> None:
    kind, number = timers.parse(stimulus.timer_id)
    if kind == timers.RUN:
        end_timed_out(turn)
    elif kind == "wait" and number in turn.run.waits:
        turn.later(turn.run.waits[number], end_wait)
    elif kind == "retry" and number in turn.run.retries:
        turn.later(turn.run.retries[number], begin)
    elif kind in {"timeout", "heartbeat"} and number in turn.run.tasks:
        _time_out(turn, turn.run.tasks[number])


def _time_out(turn: Turn, timed_out: Frame) -> None:
    """The service takes note of all tasks whose time is up before it answers any of them."""
    now = turn.surroundings.now
    for frame in list(turn.run.tasks.values()):
        if frame is timed_out or tasks.is_overdue(frame, now):
            tasks.time_out(turn, frame)


def _stop(turn: Turn, stimulus: Stopped) -> None:
    end_aborted(turn, stimulus.error, stimulus.cause)


def _expire(turn: Turn, _stimulus: Expired) -> None:
    end_timed_out(turn)


def _root(turn: Turn) -> Frame:
    assert turn.run.root is not None
    return turn.run.root


_RECEIVERS: dict[type[Stimulus], Callable[[Turn, Any], None]] = {
    Started: _start,
    Redriven: _redrive,
    TaskStarted: _task_started,
    TaskSubmitted: _task_submitted,
    TaskSucceeded: _task_succeeded,
    TaskFailed: _task_failed,
    MapRunSucceeded: _map_run_succeeded,
    MapRunFailed: _map_run_failed,
    TaskHeartbeat: _task_heartbeat,
    TimerFired: _timer_fired,
    Stopped: _stop,
    Expired: _expire,
}
