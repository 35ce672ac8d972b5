"""Which states may, must or must not be mocked, and what a mocked result must be."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from local.engine.asl.resources import ResourceKind
from local.engine.asl.states import TYPE_NAMES, MapState, ParallelState, State, TaskState
from local.engine.commands import Pattern
from local.engine.test_state.field_validation import check_result
from local.engine.test_state.mocked_context import check_context
from local.engine.test_state.request import RefusedTestError

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON
    from local.engine.test_state.request import Mock, Question
    from local.engine.test_state.subject import Subject

_MOCKED = (TaskState, MapState, ParallelState)
_UNMOCKED = "Task, Wait, Pass, Succeed, Fail, Choice"


def check_mock(question: Question, subject: Subject) -> None:
    """Raises `RefusedTestError` with AWS's messages."""
    if question.mock is None:
        _check_works_without(question, subject.state)
        return
    if not isinstance(subject.state, _MOCKED):
        kind = TYPE_NAMES[type(subject.state)]
        raise _refused(f"State type '{kind}' is not supported when a mock is specified")
    if question.reveals_secrets:
        raise _refused("TestState does not support RevealSecrets when a mock is specified.")
    check_context(question.context, subject.state)
    if question.mock.result is not None:
        _check_result(question.mock, subject)


def _check_works_without(question: Question, state: State) -> None:
    if isinstance(state, MapState | ParallelState):
        supported = f"Supported state types include: [{_UNMOCKED}]"
        message = f"TestState API does not support Map or Parallel states. {supported}"
        raise RefusedTestError("InvalidDefinition", message)
    if isinstance(state, TaskState) and state.resource.pattern is not Pattern.REQUEST_RESPONSE:
        waits = "Activity tasks" if state.resource.kind is ResourceKind.ACTIVITY else state.resource.action
        message = f"TestState API does not support {waits} unless a mock is specified"
        raise RefusedTestError("InvalidDefinition", message)
    if question.context is not None:
        raise _refused("A context can only be specified when a mock is specified.")
    if isinstance(state, TaskState) and question.role_arn is None:
        raise _refused("RoleArn must be specified when testing a Task state")


def _check_result(mock: Mock, subject: Subject) -> None:
    result, state = _parsed(mock.result or ""), subject.state
    if isinstance(state, TaskState):
        check_result(state.resource, result, mock.field_validation)
    elif isinstance(state, MapState) and "ResultWriter" in subject.fields:
        if not isinstance(result, dict):
            raise _refused("Mocked result must be a JSON object.")
    elif not isinstance(result, list):
        raise _refused("Mocked result must be an array.")
    elif isinstance(state, ParallelState) and len(result) != len(state.branches):
        raise _refused("Mocked result must contain the same number of items as number of Parallel branches.")


def _parsed(text: str) -> JSON:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise _refused("Mocked result must be valid JSON") from problem


def _refused(message: str) -> RefusedTestError:
    return RefusedTestError("ValidationException", message)
