"""What each type of state does under test: the work of the core's states, a mock in the place of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED
from local.engine.asl.flow import JsonPathFlow
from local.engine.asl.payload import JSON, Payload
from local.engine.asl.states import (
    ChoiceState,
    FailState,
    MapState,
    ParallelState,
    PassState,
    State,
    SucceedState,
    TaskState,
    WaitState,
)
from local.engine.core.states.choosing import choose
from local.engine.test_state.iterating import see_iterations

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.flow import DataFlow
    from local.engine.asl.scope import Scope
    from local.engine.test_state.inspection import Inspection
    from local.engine.test_state.request import Question
    from local.engine.test_state.subject import Subject


@dataclass(frozen=True, slots=True)
class Done:
    """`variables` are those that the state assigned, None where it has no Assign."""

    output: Payload
    next_state: str | None
    variables: dict[str, JSON] | None


class StatedError(Exception):
    """The state failed as its Fail state, its mock or its task says; both may be None."""

    def __init__(self, error: str | None, cause: str | None) -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Trial:
    """One state under test. `call` carries a task out: parameters in, the result's JSON text out."""

    question: Question
    subject: Subject
    raw: Payload
    scope: Scope
    inspection: Inspection
    call: Callable[[TaskState, Payload], str]

    def hand_on(self, flow: DataFlow, result: Payload, next_state: str | None) -> Done:
        output, variables = self.inspection.handed_on(flow, self.raw, result, self.scope)
        return Done(output, next_state, variables)

    def seen(self) -> Payload:
        return self.inspection.filtered_input(self.subject.state.flow, self.raw, self.scope)


def work(trial: Trial) -> Done:
    """Raises `StateError` when the data does not fit, `StatedError` when the state fails by itself."""
    return _WORK[type(trial.subject.state)](trial, trial.subject.state)


def _pass(trial: Trial, state: PassState) -> Done:
    if state.result is None:
        return trial.hand_on(state.flow, _parameters(trial, state), state.next)
    trial.inspection.note("result", state.result)
    return trial.hand_on(state.flow, state.result, state.next)


def _parameters(trial: Trial, state: State) -> Payload:
    trial.seen()
    parameters = state.flow.effective_input(trial.raw, trial.scope)
    if isinstance(state.flow, JsonPathFlow):
        trial.inspection.note("afterParameters", parameters)
    elif isinstance(state, TaskState):
        trial.inspection.note("afterArguments", parameters)
    return parameters


def _succeed(trial: Trial, state: SucceedState) -> Done:
    return _passed_through(trial, trial.seen(), state.flow, None)


def _passed_through(trial: Trial, seen: Payload, flow: DataFlow, next_state: str | None) -> Done:
    """The input handed on as it is: no Result fields, so nothing is seen of them."""
    output = flow.output(trial.raw, flow.selected(seen, trial.scope), trial.scope)
    return Done(output, next_state, flow.assigned(trial.raw, seen, trial.scope))


def _fail(trial: Trial, state: FailState) -> Done:
    seen = trial.seen()
    raise StatedError(state.error.text(seen.value, trial.scope), state.cause.text(seen.value, trial.scope))


def _choice(trial: Trial, state: ChoiceState) -> Done:
    seen = trial.seen()
    next_state, flow = choose(state, seen.value, trial.scope)
    return _passed_through(trial, seen, flow, next_state)


def _wait(trial: Trial, state: WaitState) -> Done:
    """The wait itself is worked out and not waited for."""
    seen = trial.seen()
    if state.seconds is not None:
        state.seconds.seconds(seen.value, trial.scope)
    elif state.timestamp is not None:
        state.timestamp.instant(seen.value, trial.scope)
    return _passed_through(trial, seen, state.flow, state.next)


def _task(trial: Trial, state: TaskState) -> Done:
    parameters = _parameters(trial, state)
    document = state.flow.filtered_input(trial.raw, trial.scope).value
    for setting in (state.timeout, state.heartbeat):
        if setting is not None:
            setting.seconds(document, trial.scope)
    mock = trial.question.mock
    result = Payload(trial.call(state, parameters) if mock is None else _mocked(trial))
    trial.inspection.note("result", result)
    return trial.hand_on(state.flow, result, state.next)


def _mocked(trial: Trial) -> str:
    mock = trial.question.mock
    assert mock is not None
    if mock.result is None:
        raise StatedError(mock.error, mock.cause)
    return mock.result


def _parallel(trial: Trial, state: ParallelState) -> Done:
    state.flow.effective_input(trial.raw, trial.scope)
    return trial.hand_on(state.flow, Payload(_mocked(trial)), state.next)


def _map(trial: Trial, state: MapState) -> Done:
    threshold = see_iterations(state, trial.seen(), trial.scope, trial.question, trial.inspection)
    result = _mocked(trial)
    if threshold.is_exceeded:
        raise StatedError(EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED)
    return trial.hand_on(state.flow, Payload(result), state.next)


_WORK: dict[type[State], Callable[[Trial, Any], Done]] = {
    PassState: _pass,
    SucceedState: _succeed,
    FailState: _fail,
    ChoiceState: _choice,
    WaitState: _wait,
    TaskState: _task,
    ParallelState: _parallel,
    MapState: _map,
}
