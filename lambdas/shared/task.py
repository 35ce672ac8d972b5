"""The edge of every workflow task: checked input, bound log keys, published events, checked output."""

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from lambdas.shared.aws import aws_error_code, is_aws_error
from lambdas.shared.callbacks import Answer, Wait, send_answer, store_token
from lambdas.shared.error_tracking import track
from lambdas.shared.errors import (
    AwsUnavailable,
    InvalidTaskInput,
    InvalidTaskOutput,
    RejectedError,
    RetryableError,
)
from lambdas.shared.events import PublishedEvent
from lambdas.shared.logging import bind
from lambdas.shared.wiring import Dependencies, current

BOUND_KEYS = (
    "run",
    "state",
    "workspace_id",
    "load_id",
    "post_id",
    "attempt",
    "message_id",
    "correlation_id",
)

Handler = Callable[[Any, Any], Any]


Input = TypeVar("Input", bound=BaseModel)
Output = TypeVar("Output", bound=BaseModel)


class Outcome(NamedTuple, Generic[Output]):
    """What a task did: events to publish, then its output, or the error to raise once they are out.

    `answer` settles at once the wait that the task began, when the rows say that it is over already.
    """

    output: Output | None = None
    events: tuple[PublishedEvent, ...] = ()
    error: RejectedError | RetryableError | None = None
    answer: Answer | None = None


Task = Callable[[Input, Dependencies], Outcome[Output]]


def task(run: Task[Input, Output], takes: type[Input], gives: type[Output]) -> Handler:
    """Make the Lambda handler of a task.

    It raises InvalidTaskInput, InvalidTaskOutput, EventsNotAccepted, AwsUnavailable, and whatever `run`
    raises: the class names are what the state machine catches.
    """

    def handler(event: Any, context: Any) -> Any:
        request = _checked_input(takes, event)
        dependencies = current()
        keys = {name: str(getattr(request, name)) for name in BOUND_KEYS if hasattr(request, name)}
        log = bind(**keys, function_request_id=getattr(context, "aws_request_id", None))
        try:
            outcome = run(request, dependencies)
            _settle(request, outcome, dependencies)
        except Exception as error:
            log.warning(
                "task failed", error=type(error).__name__, exc_info=not isinstance(error, RejectedError)
            )
            raise _reported(error, dependencies, keys)  # noqa: B904 - it is the same error, or names it
        log.info("task done", events=[published.detail_type for published in outcome.events])
        return _checked_output(gives, outcome)

    return handler


def waiting_task(run: Task[Input, Output], takes: type[Input], gives: type[Output]) -> Handler:
    """Make the Lambda handler of a task whose state waits: it keeps the token before `run` writes."""

    def run_with_token(request: Input, dependencies: Dependencies) -> Outcome[Output]:
        wait = _wait_of(request)
        table = dependencies.settings.callbacks_table
        store_token(dependencies.clients.dynamodb, table, wait, dependencies.clock())
        return run(request, dependencies)

    return task(run_with_token, takes, gives)


def _checked_input(takes: type[Input], event: Any) -> Input:
    try:
        return takes.model_validate(event)
    except ValidationError as error:
        message = f"{takes.__name__} does not accept the state's parameters: {_problems(error)}"
        raise InvalidTaskInput(message) from None


def _checked_output(gives: type[Output], outcome: Outcome[Output]) -> Any:
    if not isinstance(outcome.output, gives):
        message = f"the task must return {gives.__name__}, not {type(outcome.output).__name__}"
        raise InvalidTaskOutput(message)
    return outcome.output.model_dump(mode="json")


def _settle(request: BaseModel, outcome: Outcome[Output], dependencies: Dependencies) -> None:
    dependencies.publish(*outcome.events)
    if outcome.error is not None:
        raise outcome.error
    if outcome.answer is not None:
        send_answer(dependencies.clients.stepfunctions, _wait_of(request).token, outcome.answer)


def _wait_of(request: Any) -> Wait:
    return Wait(request.task_key, request.token, request.run, request.state)


def _reported(error: Exception, dependencies: Dependencies, keys: dict[str, str]) -> Exception:
    if not isinstance(error, RejectedError):
        track(error, dependencies.settings, **keys)
    if not is_aws_error(error):
        return error
    return AwsUnavailable(f"an AWS API failed with {aws_error_code(error)}: try again")


def _problems(error: ValidationError) -> str:
    # The values stay out: they may be personal.
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'input'}: {problem['msg']}" for problem in problems
    )
