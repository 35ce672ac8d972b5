"""The operators of JSONPath's filters.

Source: the library that the service uses (Jayway JsonPath, "Filter Operators").
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine.asl.payload import JSON
    from local.engine.asl.regular_expressions import Pattern


def equal(one: JSON, other: JSON) -> bool:
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _different(one: JSON, other: JSON) -> bool:
    return not equal(one, other)


def _ordered(order: Callable[[JSON, JSON], bool]) -> Callable[[JSON, JSON], bool]:
    """Values of another type have no order."""

    def compare(one: JSON, other: JSON) -> bool:
        numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other))
        texts = isinstance(one, str) and isinstance(other, str)
        return (numbers or texts) and order(one, other)

    return compare


def _matches(one: JSON, pattern: Pattern) -> bool:
    return isinstance(one, str) and pattern.fullmatch(one) is not None


def _among(one: JSON, others: JSON) -> bool:
    return isinstance(others, list) and any(equal(one, other) for other in others)


def _contains(one: JSON, other: JSON) -> bool:
    if isinstance(one, str):
        return isinstance(other, str) and other in one
    return _among(other, one)


def _sized(one: JSON, size: JSON) -> bool:
    return isinstance(one, list | str) and equal(len(one), size)


def _empty(one: JSON, expected: JSON) -> bool:
    return isinstance(one, list | str | dict) and (not one) is expected


def _all_in(one: JSON, others: JSON) -> bool:
    return isinstance(one, list) and all(_among(each, others) for each in one)


def _any_in(one: JSON, others: JSON) -> bool:
    return isinstance(one, list) and any(_among(each, others) for each in one)


def _none_in(one: JSON, others: JSON) -> bool:
    return isinstance(one, list) and not any(_among(each, others) for each in one)


OPERATORS: dict[str, Callable[[JSON, JSON], bool]] = {
    "==": equal,
    "===": equal,
    "!=": _different,
    "!==": _different,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "=~": _matches,
    "in": _among,
    "nin": lambda one, others: not _among(one, others),
    "contains": _contains,
    "size": _sized,
    "empty": _empty,
    "subsetof": _all_in,
    "anyof": _any_in,
    "noneof": _none_in,
}
