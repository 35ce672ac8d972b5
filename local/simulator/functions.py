"""Lambda in this process: calls of handlers, their time limits, and how their ends are told."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from local.simulator.decisions import Decisions
from local.simulator.faults.choosing import Faults
from local.simulator.faults.invocation import Invocation
from local.simulator.faults.striking import CrashedError, Strikes
from local.simulator.fibers import Call, Fibers
from local.simulator.trace import Trace

Handler = Callable[[Any, Any], Any]
CRASHED = "Runtime.ExitError"
TIMED_OUT = "Sandbox.Timedout"
CHANCE_AT_THE_DOOR = 0.5
THROTTLED = "Lambda.TooManyRequestsException"


@dataclass(frozen=True)
class Function:
    """A handler and its time limit, as declared; `is_task`: the engine waits for its answer."""

    name: str
    handler: Handler
    limit_seconds: float
    is_task: bool = False


class FunctionError(Exception):
    """A function ended without an answer; `name` is Lambda's error name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class EngineDiedError(BaseException):
    """The engine is gone, and nothing in it can catch this."""


def named_error(name: str) -> Exception:
    """Return an exception whose class has a name that Python could not give it, such as Runtime.ExitError."""
    named: type[Exception] = type(name, (Exception,), {})
    return named(name)


class Functions:
    """Calls functions, each with the fault that it is to meet."""

    def __init__(
        self, decisions: Decisions, faults: Faults, fibers: Fibers, strikes: Strikes, trace: Trace
    ) -> None:
        self._decisions = decisions
        self._faults = faults
        self._fibers = fibers
        self._strikes = strikes
        self._trace = trace
        self._called: Counter[str] = Counter()

    def call(self, function: Function, event: Any, about: str) -> Any:
        """Return the handler's answer. Raises what it raises, or FunctionError.

        `about` says what the call is for, in decisions and in the trace.
        """
        invocation = self._invocation(function, about)
        if (
            invocation.fault == "throttle"
            and self._decisions.number(f"{invocation.key}/at the door") < CHANCE_AT_THE_DOOR
        ):
            invocation.fault = None
            self._strikes.note("throttle", function.name, invocation)
            raise FunctionError(THROTTLED)
        context = _context(function, invocation.key)
        call: Call[Any] = self._fibers.call(
            lambda: function.handler(event, context), invocation, function.limit_seconds
        )
        return self._answer(call, function, invocation)

    def _answer(self, call: Call[Any], function: Function, invocation: Invocation) -> Any:
        if not call.over:
            raise FunctionError(TIMED_OUT)
        if isinstance(call.error, CrashedError):
            raise FunctionError(CRASHED)
        if call.error is not None:
            raise call.error
        if invocation.fault == "restart" and function.is_task:
            invocation.fault = None
            self._strikes.note("restart", f"as {invocation.function} had answered", invocation)
            raise EngineDiedError
        return call.value

    def _invocation(self, function: Function, about: str) -> Invocation:
        self._called[about] += 1
        key = f"{about}/{self._called[about]}"
        return Invocation(key, function.name, function.limit_seconds, self._faults.of_function(key))


def _context(function: Function, request_id: str) -> Any:
    milliseconds = int(function.limit_seconds * 1000)
    return SimpleNamespace(
        aws_request_id=request_id,
        function_name=function.name,
        get_remaining_time_in_millis=lambda: milliseconds,
    )
