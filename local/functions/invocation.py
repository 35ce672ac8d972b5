"""One invocation and its outcome, in the words and JSON bodies of AWS Lambda."""

import json
import signal
from collections.abc import Callable
from dataclasses import dataclass

from local.functions.configuration import FunctionConfiguration

PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
RESPONSE_LIMIT_BYTES = PAYLOAD_LIMIT_BYTES + 100


@dataclass(frozen=True)
class Outcome:
    """What the function answered; `failed` when the payload is an error object.

    `log` is what it printed, for an invocation that `wants_log`.
    """

    payload: bytes
    failed: bool = False
    log: bytes = b""


OnEnd = Callable[[Outcome], None]


@dataclass
class Invocation:
    """One event on its way through a worker of `function`, as that was configured when it came in."""

    function: FunctionConfiguration
    request_id: str
    arn: str
    payload: bytes
    trace_id: str
    client_context: str | None = None
    wants_log: bool = False
    on_end: OnEnd | None = None

    def finish(self, outcome: Outcome) -> None:
        """The first outcome counts: a late answer after the time-out changes nothing."""
        on_end, self.on_end = self.on_end, None
        if on_end:
            on_end(outcome)


def timed_out(request_id: str, seconds: int) -> Outcome:
    return _error(
        "Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {seconds}.00 seconds"
    )


def exited(request_id: str, exit_code: int) -> Outcome:
    """`exit_code` as of subprocess: negative is the signal that ended the worker."""
    return _error("Runtime.ExitError", f"RequestId: {request_id} Error: {_exit_reason(exit_code)}")


def too_large(size: int) -> Outcome:
    return _error(
        "Function.ResponseSizeTooLarge",
        f"Response payload size ({size} bytes) exceeded maximum allowed payload size "
        f"({RESPONSE_LIMIT_BYTES} bytes).",
    )


def _exit_reason(exit_code: int) -> str:
    if exit_code < 0:
        reason = signal.strsignal(-exit_code) or str(-exit_code)
        return f"Runtime exited with error: signal: {reason.lower()}"
    if exit_code:
        return f"Runtime exited with error: exit status {exit_code}"
    return "Runtime exited without providing a reason"


def _error(error_type: str, message: str) -> Outcome:
    return Outcome(json.dumps({"errorType": error_type, "errorMessage": message}).encode(), failed=True)
