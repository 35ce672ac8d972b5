"""The run that a state under test believes to be in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.asl.context import item_context, state_context
from local.engine.asl.scope import Scope
from local.engine.asl.states import MapState, ParallelState, TaskState
from local.engine.asl.timestamps import format_timestamp
from local.engine.commands import Pattern
from local.engine.test_state.subject import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from random import Random

    from local.engine.asl.payload import JSON
    from local.engine.test_state.request import Question
    from local.engine.test_state.subject import Subject

_RETRIED = (TaskState, MapState, ParallelState)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`execution_arn` and `machine_arn` name the run; `task_token` is what a callback task would get."""

    execution_arn: str
    machine_arn: str
    task_token: str
    now: datetime
    random: Random

    def scope(self, question: Question, subject: Subject, input_value: JSON) -> Scope:
        def context() -> JSON:
            if question.context is not None:
                return question.context
            return self._context(question, subject, input_value)

        return Scope(context, self.random, question.variables, self.now)

    def _context(self, question: Question, subject: Subject, input_value: JSON) -> Mapping[str, JSON]:
        state = subject.state
        retries = question.configuration.retry_count if isinstance(state, _RETRIED) else None
        has_token = isinstance(state, TaskState) and state.resource.pattern is not Pattern.REQUEST_RESPONSE
        return {
            "Execution": {
                "Id": self.execution_arn,
                "Input": input_value,
                "StartTime": format_timestamp(self.now),
                "Name": _last(self.execution_arn),
                "RoleArn": question.role_arn,
            },
            "State": state_context(NAME, self.now, retries),
            "StateMachine": {"Id": self.machine_arn, "Name": _last(self.machine_arn)},
            **({"Task": {"Token": self.task_token}} if has_token else {}),
            **({"Map": item_context(0, input_value)} if subject.in_map else {}),
        }


def _last(arn: str) -> str:
    return arn.rpartition(":")[2]
