"""What the library's errors say, in the words of JSONata 2.0.6 and of the service.

The library's own texts have the word "function" replaced by "Object" and some values in another place, so
they are put together anew from its catalogue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jsonata.jexception import JException

from local.engine.asl.jsonata.values import UNDEFINED, UnsupportedResultError, from_library
from local.engine.asl.payload import to_text

if TYPE_CHECKING:
    from local.engine.asl.payload import JSON

STACK_OVERFLOW = (
    "Stack overflow error: Check for non-terminating recursive function.  "
    "Consider rewriting as tail-recursive."
)
TIMED_OUT = "Expression evaluation timeout: Check for infinite loop"
OUT_OF_MEMORY = "Expression evaluation memory limit exceeded: Check for excessive memory usage"

_PLACEHOLDER = re.compile(r"\{\{(\{?)(\w+)\}?\}\}")
_CODE = re.compile(r"[A-Z]\d{4}")
_ARRAYS = {
    "a": "arrays",
    "b": "booleans",
    "f": "functions",
    "n": "numbers",
    "o": "objects",
    "s": "strings",
}
# the library hands these codes' values over in this order: the catalogue's placeholders take them by number
_ORDER = {"D1002": (1,)}


def coded_message(problem: JException) -> str:
    """Return `T2001: The left side of the "+" operator must evaluate to a number`."""
    if _CODE.fullmatch(problem.error) is None:
        return f"{code_of(problem.error)}{problem.error}"
    return f"{problem.error}: {plain_message(problem)}"


def plain_message(problem: JException) -> str:
    template = str(JException.error_codes.get(problem.error, problem.error)).replace("Object", "function")
    values = iter(_values(problem))
    text: str = _PLACEHOLDER.sub(lambda match: _shown(match, next(values, "")), template)
    return text


def _values(problem: JException) -> list[JSON]:
    given = [problem.current, problem.expected, problem.extra]
    if problem.error == "D3100":
        # the library hands the radix over as the error's place
        return [problem.location]
    if problem.error == "T0412":
        given[2] = _ARRAYS.get(str(problem.extra), problem.extra)
    return [given[number] for number in _ORDER.get(problem.error, range(len(given)))]


def _shown(placeholder: re.Match[str], value: JSON) -> str:
    """Three braces show a text as it is, two as JSON."""
    if placeholder[1]:
        return str(value)
    if value is UNDEFINED:
        return "undefined"
    try:
        return to_text(from_library(value))
    except (UnsupportedResultError, TypeError, ValueError):
        return "null"


def code_of(text: str) -> str:
    """Return `D3137: ` for a text that the library raises without its code."""
    catalogue = JException.error_codes.items()
    found = (code for code, known in catalogue if _compared(known) == _compared(text))
    return next((f"{code}: " for code in found), "")


def _compared(text: str) -> str:
    return text.replace("Object", "function").replace('"', "'")
