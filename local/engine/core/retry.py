"""Which retrier or catcher answers a failure, and how long a retry waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.errors import ALL, HEARTBEAT_TIMEOUT, RUNTIME, TASK_FAILED, TIMEOUT, StateError
from local.engine.asl.states import Catcher, MapState, ParallelState, Retrier, State, TaskState
from local.engine.core.frames import Failure, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

# the greatest MaxDelaySeconds: a year and a day
_LONGEST_DELAY = 31_622_400
_TIME_OUTS = frozenset({TIMEOUT, HEARTBEAT_TIMEOUT})


def matches(errors: Sequence[str], failure: Failure) -> bool:
    """Nothing matches States.Runtime, `States.ALL` all else, `States.TaskFailed` all but time-outs.

    Source: "Handling errors in Step Functions workflows", and the service's recorded histories: a catcher
    that names States.Runtime is passed by, and States.ALL takes a task's States.DataLimitExceeded.
    """
    if failure.error == RUNTIME:
        return False
    if failure.error in errors or (failure.also is not None and failure.also in errors):
        return True
    return ALL in errors or (TASK_FAILED in errors and failure.error not in _TIME_OUTS)


def evaluation_failure(frame: Frame, problem: StateError) -> Failure:
    """The failure of a state whose data does not fit; such failures have no event of their own."""
    cause = problem.cause
    if problem.located and frame.state is not None:
        where = f"state '{frame.state.name}' (entered at the event id #{frame.entered_id})"
        cause = f"An error occurred while executing the {where}. {cause}"
    return Failure(problem.error, cause, frame.last_id)


def next_retry(frame: Frame) -> int | None:
    """Return the number of the retrier that has an attempt left; only the first match counts."""
    assert frame.failure is not None
    for number, retrier in enumerate(retriers_of(frame.state)):
        if matches(retrier.errors, frame.failure):
            return number if frame.attempts.get(number, 0) < retrier.max_attempts else None
    return None


def catcher_for(frame: Frame) -> Catcher | None:
    assert frame.failure is not None
    if not isinstance(frame.state, TaskState | ParallelState | MapState):
        return None
    failure = frame.failure
    return next((catcher for catcher in frame.state.catchers if matches(catcher.errors, failure)), None)


def delay_seconds(retrier: Retrier, attempt: int, random: Random) -> float:
    """Return the wait before retry number `attempt` (from 1), in seconds."""
    longest = retrier.max_delay or _LONGEST_DELAY
    try:
        delay = min(retrier.interval * retrier.backoff ** (attempt - 1), longest)
    except OverflowError:
        delay = longest
    return random.uniform(0, delay) if retrier.full_jitter else delay


def retriers_of(state: State | None) -> tuple[Retrier, ...]:
    return state.retriers if isinstance(state, TaskState | ParallelState | MapState) else ()
