"""Values as texts, as `$string` and `&` make them: JavaScript's JSON, with numbers of fifteen digits."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from jsonata.jexception import JException
from jsonata.utils import Utils

_INDENT = "  "
_LEAST_PLAIN, _LEAST_EXPONENT = Decimal("1e-6"), Decimal("1e21")


def text_of(value: Any, *, pretty: bool = False) -> str:
    """Return a text as it is, anything else as JSON; a function is an empty text.

    Raises JException D3001 for infinities and what is no number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not math.isfinite(value):
        raise JException("D3001", -1)
    return _nested(value, "\n" if pretty else "") if _is_json(value) else ""


def _nested(value: Any, line: str) -> str:
    if isinstance(value, dict):
        colon = ": " if line else ":"
        members = [f"{_quoted(key)}{colon}{_nested(each, _deeper(line))}" for key, each in value.items()]
        return _enclosed("{}", members, line)
    if isinstance(value, list):
        return _enclosed("[]", [_nested(each, _deeper(line)) for each in value], line)
    return _scalar(value)


def _deeper(line: str) -> str:
    return line and line + _INDENT


def _enclosed(brackets: str, members: list[str], line: str) -> str:
    if not members:
        return brackets
    inner = _deeper(line)
    return brackets[0] + inner + f",{inner}".join(members) + line + brackets[1]


def _scalar(value: Any) -> str:
    if value is None or value is Utils.NULL_VALUE:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value)
    return _quoted(value) if isinstance(value, str) else '""'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """`1e-7`, `1e+21`, and digits alone in between."""
    if not math.isfinite(value):
        return "null"
    number = Decimal(f"{value:.15g}").normalize()
    if number == 0:
        return "0"
    if _LEAST_PLAIN <= abs(number) < _LEAST_EXPONENT:
        return format(number, "f")
    digits, exponent = format(number, "e").split("e")
    return f"{digits}e{int(exponent):+d}"


def _is_json(value: Any) -> bool:
    return value is Utils.NULL_VALUE or isinstance(value, bool | int | float | dict | list)
