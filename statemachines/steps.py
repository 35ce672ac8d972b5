"""The kinds of step that Chain's state machines are made of."""

from collections.abc import Callable
from typing import Any, TypeAlias

from statemachines.sdk import JitteredRetry, Step

LAMBDA_FAILURES = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.TooManyRequestsException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Sandbox.Timedout",
]
START_FAILURES = [
    "StepFunctions.SdkClientException",
    "StepFunctions.SfnException",
    "StepFunctions.ExecutionLimitExceededException",
    "StepFunctions.ThrottlingException",
]
TIMEOUT = ["States.Timeout"]
WAIT_FOR_TOKEN = "arn:aws:states:::lambda:invoke.waitForTaskToken"  # noqa: S105 -- an ARN of the ASL

RETRYABLE = [
    "DatabaseUnavailable",
    "TransactionConflict",
    "EventsNotAccepted",
    "CallbackNotSent",
    "AwsUnavailable",
]
VISIT = {
    "run.$": "$$.Execution.Name",
    "state.$": "$$.State.Name",
    "entered_at.$": "$$.State.EnteredTime",
    "workspace_id.$": "$.workspace_id",
    "correlation_id.$": "$.correlation_id",
}
Retrying: TypeAlias = Callable[[list[str]], JitteredRetry]


def retry(errors: list[str], attempts: int = 6) -> JitteredRetry:
    """At most 1, 2, 4, 8, 16, 20 … seconds between the attempts, spread over the whole span."""
    return JitteredRetry(
        error_equals=errors,
        interval_seconds=1,
        backoff_rate=2.0,
        max_delay_seconds=20,
        jitter_strategy="FULL",
        max_attempts=attempts,
    )


def patient_retry(errors: list[str]) -> JitteredRetry:
    """Goes on for up to 25 minutes (12 on average): long enough for a failover of the database."""
    return JitteredRetry(
        error_equals=errors,
        interval_seconds=1,
        backoff_rate=2.0,
        max_delay_seconds=60,
        jitter_strategy="FULL",
        max_attempts=30,
    )


def task(  # noqa: PLR0913 -- each is a field of the state
    name: str,
    function: str,
    *,
    comment: str,
    run: dict[str, str],
    retryable: list[str],
    facts: dict[str, str] | None = None,
    result_path: str | None = None,
    seconds: int = 30,
    first_retries: tuple[JitteredRetry, ...] = (),
    retrying: Retrying = retry,
) -> Step:
    """Call a function and go on. Its error names are the classes of the service's `errors.py`.

    `run` is what the machine's every task is sent beside the visit: which rows the run is about.
    """
    return Step(
        name,
        comment=comment,
        resource=f"${{{function}_arn}}",
        parameters={**VISIT, **run, **(facts or {})},
        timeout_seconds=seconds,
        result_path=result_path,
        retry=[*first_retries, retrying([*LAMBDA_FAILURES, *retryable, *TIMEOUT])],
    )


def wait(  # noqa: PLR0913 -- each is a field of the state
    name: str,
    function: str,
    *,
    comment: str,
    run: dict[str, str],
    retryable: list[str],
    deadline: str,
    facts: dict[str, str] | None = None,
    result_path: str | None = None,
    retrying: Retrying = retry,
) -> Step:
    """Call a function with a task token and wait for the answer, `deadline` (a path) seconds at most.

    States.Timeout is the deadline passing, so it is caught and never retried.
    """
    payload: dict[str, Any] = {**VISIT, **run, **(facts or {}), "token.$": "$$.Task.Token"}
    return Step(
        name,
        comment=comment,
        resource=WAIT_FOR_TOKEN,
        parameters={"FunctionName": f"${{{function}_arn}}", "Payload": payload},
        timeout_seconds_path=deadline,
        result_path=result_path,
        retry=[retrying([*LAMBDA_FAILURES, *retryable])],
    )
