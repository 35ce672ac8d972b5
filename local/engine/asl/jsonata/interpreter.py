"""The JSONata library, bounded and made repeatable.

Imported with the first JSONata definition only: the library takes a tenth of a second to load, and raises
Python's recursion limit, which an expression of MOST_NESTED levels needs.
No expression runs code, reads a clock or draws by itself: `$eval` is missing as on AWS, time and chance come
from the scope. Bounds are counts, not seconds, so that a run played again ends the same.
Source of the bounds: measurements of the service (floci issues 2667 and 2737).
"""

from __future__ import annotations

import copy
import math
import re
from typing import TYPE_CHECKING, Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata

from local.engine.asl.errors import ExpressionSyntaxError
from local.engine.asl.jsonata.functions import DRAWING, PURE, FunctionError
from local.engine.asl.jsonata.messages import (
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    TIMED_OUT,
    coded_message,
    plain_message,
)
from local.engine.asl.jsonata.values import from_library, to_library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from random import Random

    from local.engine.asl.payload import JSON

MOST_NESTED = 100
MOST_STEPS = 500_000
MOST_ELEMENTS = 873_782
LONGEST_TEXT = 2**22
_THREW = "threw an error during evaluation"
_FLAWED = "threw an internal error during evaluation"
# what the library raises where it should tell an error of JSONata's
_FLAWS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    re.error,
)
_CODES = {"number": "D3030", "power": "D3061", "sort": "D3070", "toMillis": "D3110"}


class EvaluationError(ValueError):
    """The expression failed; `str()` is how AWS ends its sentence: "threw an error during evaluation …"."""


class UndefinedResultError(ValueError):
    """The expression returned nothing."""


class _BoundExceededError(Exception):
    pass


class Program(Jsonata):
    """One compiled expression; evaluations may go on in several threads."""

    def __init__(self, text: str) -> None:
        """Raise ExpressionSyntaxError with JSONata's message."""
        try:
            super().__init__(text)
        except JException as problem:
            raise ExpressionSyntaxError(plain_message(problem)) from problem
        except _FLAWS as problem:
            raise ExpressionSyntaxError(str(problem)) from problem
        if self.errors:
            raise ExpressionSyntaxError(str(self.errors[0]))
        self.random: Random | None = None

    def run(self, variables: Mapping[str, JSON], now: datetime, random: Random) -> JSON:
        """Return the result as JSON; the variables are in the library's form.

        Raises EvaluationError, UndefinedResultError, and UnsupportedResultError for a function.
        """
        evaluation = copy.copy(self)
        evaluation.timestamp = int(now.timestamp() * 1000)
        evaluation.random = random
        Jsonata.CURRENT.jsonata = evaluation
        result = evaluation.guarded(self._frame(variables))
        if result is None:
            raise UndefinedResultError
        return from_library(result)

    def guarded(self, frame: Jsonata.Frame) -> Any:
        try:
            return self.eval(self.ast, None, frame)
        except JException as problem:
            raise EvaluationError(f"{_THREW}. {coded_message(problem)}") from problem
        except (FunctionError, _BoundExceededError) as problem:
            raise EvaluationError(f"{_THREW}: {problem}") from problem
        except RecursionError as problem:
            raise EvaluationError(f"{_THREW}: {STACK_OVERFLOW}") from problem
        except MemoryError as problem:
            raise EvaluationError(f"{_THREW}: {OUT_OF_MEMORY}") from problem
        except _FLAWS as problem:
            raise EvaluationError(f"{_FLAWED}: {type(problem).__name__}: {problem}") from problem

    def _frame(self, variables: Mapping[str, JSON]) -> Jsonata.Frame:
        frame = self.create_frame(_FUNCTIONS)
        for name, value in variables.items():
            frame.bind(name, value)
        bounds = _Bounds()
        frame.set_evaluate_entry_callback(bounds.enter)
        frame.set_evaluate_exit_callback(bounds.leave)
        return frame

    def apply_inner(self, proc: Any, args: Any, input: Any, environment: Any) -> Any:  # noqa: A002 -- the library's name
        """Name the function that refuses its argument where the library does not."""
        try:
            return super().apply_inner(proc, args, input, environment)
        except JException as problem:
            name = getattr(proc, "function_name", None)
            if problem.error != "T0410" or problem.current is not None or name is None:
                raise
            raise JException("T0410", -1, 1, name) from problem

    def evaluate_numeric_expression(self, lhs: Any, rhs: Any, op: str | None) -> Any:
        """Divide by zero as JavaScript does; the remainder keeps its fraction."""
        if op not in {"/", "%"} or not (_is_number(lhs) and _is_number(rhs)):
            return super().evaluate_numeric_expression(lhs, rhs, op)
        if op == "%":
            return _plain(math.fmod(lhs, rhs)) if rhs else math.nan
        if rhs:
            return _plain(lhs / rhs)
        return math.copysign(math.inf, lhs) if lhs else math.nan

    def evaluate_range_expression(self, lhs: Any, rhs: Any) -> Any:
        if _is_number(lhs) and _is_number(rhs) and rhs - lhs >= MOST_ELEMENTS:
            raise _BoundExceededError(OUT_OF_MEMORY)
        return super().evaluate_range_expression(lhs, rhs)

    def evaluate_string_concat(self, lhs: Any, rhs: Any) -> str:
        text: str = super().evaluate_string_concat(lhs, rhs)
        if len(text) > LONGEST_TEXT:
            raise _BoundExceededError(OUT_OF_MEMORY)
        return text


class _Bounds:
    """Ends an expression that nests too deep or never ends."""

    def __init__(self) -> None:
        self.depth = 0
        self.steps = 0

    def enter(self, _expression: Any, _input: Any, _frame: Any) -> None:
        self.depth += 1
        self.steps += 1
        if self.depth > MOST_NESTED:
            raise _BoundExceededError(STACK_OVERFLOW)
        if self.steps > MOST_STEPS:
            raise _BoundExceededError(TIMED_OUT)

    def leave(self, _expression: Any, _input: Any, _frame: Any, _result: Any) -> None:
        self.depth -= 1


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: float) -> float:
    return int(value) if value.is_integer() else value


def _native(signature: str, implementation: Callable[..., JSON]) -> Jsonata.JFunction:
    """Make a function of JSON; of something undefined it is undefined."""

    def call(*arguments: Any) -> Any:
        if any(each is None for each in arguments):
            return None
        return to_library(implementation(*(from_library(each) for each in arguments)))

    return Jsonata.JFunction(Jsonata.JLambda(call), signature)


def _drawing(signature: str, implementation: Callable[..., JSON]) -> Jsonata.JFunction:
    return _native(signature, lambda *arguments: implementation(Jsonata.CURRENT.jsonata.random, *arguments))


class _Coded(Jsonata.JFunction):
    """A function of the library whose failure has a code of JSONata's."""

    def __init__(self, function: Jsonata.JFunction, code: str) -> None:
        super().__init__(function, None)
        self.signature = function.signature
        self.function_name = function.function_name
        self.code = code

    def call(self, value: Any, arguments: Any) -> Any:
        try:
            return self.function.call(value, arguments)
        except (ArithmeticError, TypeError, ValueError) as problem:
            raise JException(self.code, -1, *arguments[:2]) from problem

    def get_number_of_args(self) -> int:
        count: int = self.function.get_number_of_args()
        return count


def _functions() -> Jsonata.Frame:
    frame = Jsonata.Frame(Jsonata.static_frame)
    frame.bind("eval", None)
    for name, code in _CODES.items():
        frame.bind(name, _Coded(Jsonata.static_frame.lookup(name), code))
    for name, (signature, implementation) in PURE.items():
        frame.bind(name, _native(signature, implementation))
    for name, (signature, implementation) in DRAWING.items():
        frame.bind(name, _drawing(signature, implementation))
    return frame


_FUNCTIONS = _functions()
