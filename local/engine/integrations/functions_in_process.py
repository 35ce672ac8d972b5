"""Functions called in this process, for tests and the simulator, with Lambda's answers and errors."""

import json
import traceback
from asyncio import CancelledError
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from local.engine.commands import InvokeTask, Pattern, SqlWrite
from local.engine.driver.outside import Answer
from local.engine.integrations.calls import Invoke
from local.engine.integrations.resource import calls_a_function, is_function_arn
from local.engine.stimuli import TaskFailed, TaskSubmitted, TaskSucceeded

Function = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Committing:
    """What a function returns to have its write committed with the step: exactly once, in one commit.

        return Committing({"held": True}, SqlWrite("INSERT INTO holds VALUES (%(load)s)", {"load": load}))

    The function itself writes nothing, so that a crash before the commit leaves nothing behind and calls it
    again. The statement is one INSERT, UPDATE, DELETE or MERGE in the engine's own database. When Postgres
    refuses it, the task fails under the error's class (`UniqueViolation`), as had the function raised it.
    """

    output: Any
    write: SqlWrite


def functions_in_process(
    functions: Mapping[str, Function],
    context: Callable[[str], Any] = lambda _name: None,
    otherwise: Invoke | None = None,
    *,
    never_wait: bool = False,
) -> Invoke:
    """Calls `functions[name](event, context(name))` for Lambda tasks, and `otherwise` for all others.

    The name is the last part of the function's ARN, without a version or alias. An exception becomes the
    task's error under its class name, as Lambda does it. Functions that `never_wait` for anything, so reach
    nothing outside this process, are called on the engine's own thread, one after the other: while the steps
    before them are being written, and once more when those were not, or when others wanted the run meanwhile.
    Those that are given a task's token are called once they are waited for.
    """
    return InProcess(functions, context, otherwise, never_wait=never_wait)


@dataclass(frozen=True)
class InProcess:
    functions: Mapping[str, Function]
    context: Callable[[str], Any]
    otherwise: Invoke | None
    never_wait: bool

    def __call__(self, task: InvokeTask) -> Answer:
        if not calls_a_function(task.resource):
            return self.otherwise(task) if self.otherwise else _unknown(task, task.resource)
        name, event = _called(task)
        if name not in self.functions:
            return _unknown(task, name)
        return _answer(task, self.functions[name], event, self.context(name))

    def can_begin(self, task: InvokeTask) -> bool:
        return self.never_wait and calls_a_function(task.resource)

    def reaches_nothing(self, task: InvokeTask) -> bool:
        """A token is made to be handed to others, who may answer before the run waits for it."""
        return self.can_begin(task) and task.pattern is not Pattern.WAIT_FOR_TASK_TOKEN

    def begin(self, task: InvokeTask) -> Answer:
        return self(task)


def _called(task: InvokeTask) -> tuple[str, Any]:
    parameters = json.loads(task.parameters)
    if is_function_arn(task.resource):
        return _name(task.resource), parameters
    return _name(parameters["FunctionName"]), parameters.get("Payload", {})


def _name(function: str) -> str:
    return function.rsplit(":function:", maxsplit=1)[-1].split(":", maxsplit=1)[0]


def _unknown(task: InvokeTask, name: str) -> TaskFailed:
    return TaskFailed(task.task_id, "Lambda.ResourceNotFoundException", f"Function not found: {name}")


def _answer(task: InvokeTask, function: Function, event: Any, context: Any) -> Answer:
    try:
        result = function(event, context)
        result, write = (result.output, result.write) if isinstance(result, Committing) else (result, None)
        if is_function_arn(task.resource):
            return TaskSucceeded(task.task_id, json.dumps(result), write)
        output = json.dumps({"ExecutedVersion": "$LATEST", "Payload": result, "StatusCode": 200})
    except (Exception, SystemExit, CancelledError) as error:  # noqa: BLE001 -- whatever a function raises is its answer
        return TaskFailed(task.task_id, type(error).__name__, json.dumps(_described(error)))
    if task.pattern is Pattern.WAIT_FOR_TASK_TOKEN:
        return TaskSubmitted(task.task_id, output, write)
    return TaskSucceeded(task.task_id, output, write)


def _described(error: BaseException) -> dict[str, Any]:
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }
