"""Which context objects may be given with a mock.

Source: the service's answers to others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.engine.asl.states import TaskState
from local.engine.commands import Pattern
from local.engine.test_state.request import RefusedTestError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.engine.asl.payload import JSON
    from local.engine.asl.states import State

_TEXT, _NUMBER, _ANYTHING = "a string", "a number", "anything"
_MEMBERS: Mapping[str, Mapping[str, str]] = {
    "Execution": {
        "Id": _TEXT,
        "Input": _ANYTHING,
        "Name": _TEXT,
        "RoleArn": _TEXT,
        "StartTime": _TEXT,
        "RedriveCount": _NUMBER,
        "RedriveTime": _TEXT,
    },
    "State": {"EnteredTime": _TEXT, "Name": _TEXT, "RetryCount": _NUMBER},
    "StateMachine": {"Id": _TEXT, "Name": _TEXT},
    "Task": {"Token": _TEXT},
}


def check_context(context: JSON, state: State) -> None:
    """Raises `RefusedTestError` with AWS's messages; `context` is an object, or None for none."""
    for name, members in (context or {}).items():
        if name == "Map":
            raise _refused("'Map' field is not supported when mocking a Context object")
        _check_known(name, _MEMBERS)
        if name == "Task" and not _waits(state):
            raise _refused(
                "Context object contains 'Task' when state is not a Task state with a '.sync' or "
                "'.waitForTaskToken' service integration pattern"
            )
        if not isinstance(members, dict):
            raise _refused(f"{name} must be an object")
        for member, value in members.items():
            _check_known(member, _MEMBERS[name])
            if not _fits(value, kind := _MEMBERS[name][member]):
                raise _refused(f"{name}.{member} must be {kind}")


def _check_known(name: str, known: Mapping[str, object]) -> None:
    if name not in known:
        raise _refused(f"Field '{name}' is not allowed")


def _waits(state: State) -> bool:
    return isinstance(state, TaskState) and state.resource.pattern is not Pattern.REQUEST_RESPONSE


def _fits(value: JSON, kind: str) -> bool:
    if kind == _NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return kind == _ANYTHING or isinstance(value, str)


def _refused(message: str) -> RefusedTestError:
    return RefusedTestError("ValidationException", f"Invalid Context object provided: {message}")
