"""The JSONata library, bounded and made repeatable.

Imported with the first JSONata definition only: the library takes a tenth of a second to load, and raises
Python's recursion limit, which an expression of MOST_NESTED levels needs.
No expression runs code, reads a clock or draws by itself: `$eval` is missing as on AWS, time and chance come
from the scope.
"""

from __future__ import annotations

import copy
import math
import re
from typing import TYPE_CHECKING, Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata

from local.engine.asl.errors import ExpressionSyntaxError
from local.engine.asl.jsonata.bounds import BoundExceededError, Bounds
from local.engine.asl.jsonata.function_frame import function_frame
from local.engine.asl.jsonata.functions import FunctionError
from local.engine.asl.jsonata.messages import (
    OUT_OF_MEMORY,
    STACK_OVERFLOW,
    TIMED_OUT,
    code_of,
    coded_message,
    plain_message,
)
from local.engine.asl.jsonata.texts import text_of
from local.engine.asl.jsonata.values import from_library, unwrapped
from local.engine.asl.regular_expressions import Pattern, PatternTimedOutError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from random import Random

    from jsonata.regex_engine import RegexFlags

    from local.engine.asl.payload import JSON

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


class EvaluationError(ValueError):
    """The expression failed; `str()` is how AWS ends its sentence: "threw an error during evaluation …"."""


class UndefinedResultError(ValueError):
    """The expression returned nothing."""


class Program(Jsonata):
    """One compiled expression; evaluations may go on in several threads."""

    def __init__(self, text: str) -> None:
        """Raise ExpressionSyntaxError with JSONata's message."""
        try:
            super().__init__(text, _pattern)
        except JException as problem:
            raise ExpressionSyntaxError(plain_message(problem)) from problem
        except _FLAWS as problem:
            raise ExpressionSyntaxError(str(problem)) from problem
        if self.errors:
            raise ExpressionSyntaxError(str(self.errors[0]))
        self.random: Random | None = None
        self.bounds = Bounds()

    def run(self, variables: Mapping[str, JSON], now: datetime, random: Random) -> JSON:
        """Return the result as JSON; the variables are in the library's form.

        Raises EvaluationError, UndefinedResultError, and UnsupportedResultError for a function.
        """
        evaluation = copy.copy(self)
        evaluation.timestamp = int(now.timestamp() * 1000)
        evaluation.random, evaluation.bounds = random, Bounds()
        Jsonata.CURRENT.jsonata = evaluation
        result = evaluation.guarded(evaluation.frame_of(variables))
        if result is None:
            raise UndefinedResultError
        return from_library(result)

    def guarded(self, frame: Jsonata.Frame) -> Any:
        try:
            return self.eval(self.ast, None, frame)
        except JException as problem:
            raise EvaluationError(f"{_THREW}. {coded_message(problem)}") from problem
        except FunctionError as problem:
            raise EvaluationError(f"{_THREW}. D3137: {problem}") from problem
        except BoundExceededError as problem:
            raise EvaluationError(f"{_THREW}: {problem}") from problem
        except RecursionError as problem:
            raise EvaluationError(f"{_THREW}: {STACK_OVERFLOW}") from problem
        except PatternTimedOutError as problem:
            raise EvaluationError(f"{_THREW}: {TIMED_OUT}") from problem
        except MemoryError as problem:
            raise EvaluationError(f"{_THREW}: {OUT_OF_MEMORY}") from problem
        except _FLAWS as problem:
            if code_of(str(problem)):
                raise EvaluationError(f"{_THREW}. {coded_message(JException(str(problem)))}") from problem
            raise EvaluationError(f"{_FLAWED}: {type(problem).__name__}: {problem}") from problem

    def frame_of(self, variables: Mapping[str, JSON]) -> Jsonata.Frame:
        frame = self.create_frame(_FUNCTIONS)
        for name, value in variables.items():
            frame.bind(name, value)
        frame.set_evaluate_entry_callback(self.bounds.enter)
        frame.set_evaluate_exit_callback(self.bounds.leave)
        return frame

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
        if _is_number(lhs) and _is_number(rhs):
            self.bounds.elements(max(0, int(rhs - lhs) + 1))
        return super().evaluate_range_expression(lhs, rhs)

    def evaluate_string_concat(self, lhs: Any, rhs: Any) -> str:
        text = "".join(text_of(unwrapped(each)) for each in (lhs, rhs) if each is not None)
        self.bounds.characters(len(text))
        return text


def _pattern(text: str, flags: RegexFlags) -> Pattern:
    return Pattern(text, ignores_case=flags.case_insensitive, by_lines=flags.multiline)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: float) -> float:
    return int(value) if value.is_integer() else value


_FUNCTIONS = function_frame()
