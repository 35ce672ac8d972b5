"""TestState: one state tried out, with or without a mock."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from local.engine.asl.errors import DATA_LIMIT_EXCEEDED, StateError
from local.engine.asl.payload import JSON, Payload, to_text
from local.engine.asl.states import MapState, ParallelState, StateGraph, TaskState
from local.engine.core.frames import Failure, Frame
from local.engine.core.moving import exceeds_limit, limit_cause
from local.engine.core.retry import catcher_for, delay_seconds, matches, retriers_of
from local.engine.test_state.inspection import Inspection
from local.engine.test_state.mocking import check_mock
from local.engine.test_state.request import INFO, Question
from local.engine.test_state.subject import NAME, find_subject
from local.engine.test_state.working import Done, StatedError, Trial, work

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.states import State
    from local.engine.test_state.surroundings import Surroundings

Answer = dict[str, Any]


def try_state(
    question: Question, surroundings: Surroundings, call: Callable[[TaskState, Payload], str]
) -> Answer:
    """Return AWS's TestState answer; `call` carries out a task that is not mocked.

    `InvalidDefinition` and `RefusedTestError` when the test cannot be made.
    """
    subject = find_subject(question.definition, question.state_name)
    check_mock(question, subject)
    raw = Payload(question.input)
    scope = surroundings.scope(question, subject, raw.value)
    trial = Trial(question, subject, raw, scope, Inspection(raw), call)
    try:
        return _shown(trial, _succeeded(work(trial)))
    except StateError as problem:
        return _shown(trial, _handled(trial, Failure(problem.error, problem.cause, 0)))
    except StatedError as stated:
        return _shown(trial, _handled(trial, Failure(stated.error, stated.cause, 0)))


def _succeeded(done: Done) -> tuple[Answer, dict[str, JSON] | None]:
    if exceeds_limit(done.output):
        raise StateError(DATA_LIMIT_EXCEEDED, limit_cause(NAME))
    return _present(status="SUCCEEDED", output=done.output.text, nextState=done.next_state), done.variables


def _handled(trial: Trial, failure: Failure) -> tuple[Answer, dict[str, JSON] | None]:
    """Retry, catch, or fail."""
    state = trial.subject.state
    stated = _present(error=failure.error, cause=failure.cause)
    if _is_retried(trial, state, failure):
        return {**stated, "status": "RETRIABLE"}, None
    catcher = catcher_for(_failed(state, failure))
    if catcher is None:
        return {**stated, "status": "FAILED"}, None
    assert isinstance(state, TaskState | ParallelState | MapState)
    trial.inspection.note_handler("catchIndex", state.catchers.index(catcher))
    caught = Payload.of({"Error": failure.error, "Cause": failure.cause})
    try:
        selected = catcher.flow.selected(caught, trial.scope)
        output = catcher.flow.output(trial.raw, selected, trial.scope)
        variables = catcher.flow.assigned(trial.raw, selected, trial.scope)
    except StateError as problem:
        return _present(error=problem.error, cause=problem.cause, status="FAILED"), None
    return {**stated, "status": "CAUGHT_ERROR", "nextState": catcher.next, "output": output.text}, variables


def _is_retried(trial: Trial, state: State, failure: Failure) -> bool:
    """Only the first retrier that matches counts; it is named even when its attempts are used up."""
    done = trial.question.configuration.retry_count
    for index, retrier in enumerate(retriers_of(state)):
        if matches(retrier.errors, failure):
            trial.inspection.note_handler("retryIndex", index)
            if done >= retrier.max_attempts:
                return False
            delay = delay_seconds(replace(retrier, full_jitter=False), done + 1, trial.scope.random)
            trial.inspection.note_handler("retryBackoffIntervalSeconds", int(delay))
            return True
    return False


def _failed(state: State, failure: Failure) -> Frame:
    return Frame("", StateGraph("", {}), None, 0, 0, state=state, failure=failure)


def _shown(trial: Trial, outcome: tuple[Answer, dict[str, JSON] | None]) -> Answer:
    answer, assigned = outcome
    if trial.question.inspection_level == INFO:
        return answer
    variables = {**trial.question.variables, **(assigned or {})}
    if variables:
        trial.inspection.note_value("variables", to_text(variables))
    return {**answer, "inspectionData": trial.inspection.members}


def _present(**members: Any) -> Answer:
    return {name: value for name, value in members.items() if value is not None}
