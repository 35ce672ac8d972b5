"""The comparison operators of choice rules; values of another type never match."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from local.engine.asl import wildcards
from local.engine.asl.payload import JSON
from local.engine.asl.timestamps import parse_timestamp

Comparison = Callable[[JSON, JSON], bool]
Order = Callable[[Any, Any], bool]

_ORDERS: dict[str, Order] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "GreaterThan": operator.gt,
    "LessThanEquals": operator.le,
    "GreaterThanEquals": operator.ge,
}


def is_number(value: JSON) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: JSON) -> bool:
    return isinstance(value, str)


def is_boolean(value: JSON) -> bool:
    return isinstance(value, bool)


def is_null(value: JSON) -> bool:
    return value is None


def is_timestamp(value: JSON) -> bool:
    return parse_timestamp(value) is not None


def matches_pattern(value: JSON, pattern: JSON) -> bool:
    return isinstance(value, str) and wildcards.matches(value, pattern)


def _typed(belongs: Callable[[JSON], bool], order: Order) -> Comparison:
    return lambda value, other: belongs(value) and belongs(other) and order(value, other)


def _timed(order: Order) -> Comparison:
    def compare(value: JSON, other: JSON) -> bool:
        one, another = parse_timestamp(value), parse_timestamp(other)
        return one is not None and another is not None and order(one, another)

    return compare


TESTS: dict[str, Callable[[JSON], bool]] = {
    "IsNull": is_null,
    "IsNumeric": is_number,
    "IsString": is_text,
    "IsBoolean": is_boolean,
    "IsTimestamp": is_timestamp,
}

COMPARISONS: dict[str, Comparison] = {
    **{f"String{name}": _typed(is_text, order) for name, order in _ORDERS.items()},
    **{f"Numeric{name}": _typed(is_number, order) for name, order in _ORDERS.items()},
    **{f"Timestamp{name}": _timed(order) for name, order in _ORDERS.items()},
    "BooleanEquals": _typed(is_boolean, operator.eq),
    "StringMatches": matches_pattern,
}
OPERAND_TYPES: dict[str, Callable[[JSON], bool]] = {
    "String": is_text,
    "Numeric": is_number,
    "Timestamp": is_timestamp,
    "Boolean": is_boolean,
    "Is": is_boolean,
}
