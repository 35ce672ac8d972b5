from __future__ import annotations

from random import Random
from typing import Any

import pytest

from local.engine.asl.choice import parse_condition
from local.engine.asl.errors import RuntimeStateError
from local.engine.asl.scope import Scope

SCOPE = Scope(dict, Random(1))
EARLY, LATE = "2027-03-14T01:59:00Z", "2027-03-14T03:00:00+01:00"


def holds(rule: dict[str, Any], document: Any) -> bool:
    return parse_condition(rule)(document, SCOPE)


@pytest.mark.parametrize(
    ("operator", "operand", "value", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringLessThan", "b", "a", True),
        ("StringGreaterThanEquals", "b", "a", False),
        ("StringMatches", "log-*.txt", "log-1.txt", True),
        ("StringMatches", r"a\*b", "a*b", True),
        ("StringMatches", r"a\*b", "axb", False),
        ("NumericEquals", 1, 1.0, True),
        ("NumericEquals", 1, True, False),
        ("NumericLessThanEquals", 1, 2, False),
        ("BooleanEquals", True, True, True),
        ("BooleanEquals", True, 1, False),
        ("TimestampLessThan", LATE, EARLY, True),
        ("TimestampEquals", EARLY, "2027-03-13T20:59:00-05:00", True),
        ("TimestampGreaterThan", EARLY, "tomorrow", False),
        ("IsNull", True, None, True),
        ("IsNumeric", True, True, False),
        ("IsString", False, 5, True),
        ("IsBoolean", True, False, True),
        ("IsTimestamp", True, "2027-03-14T01:59:00", False),
        ("IsPresent", True, None, True),
    ],
)
def test_comparisons(operator: str, operand: Any, value: Any, expected: bool) -> None:
    assert holds({"Variable": "$.v", operator: operand}, {"v": value}) is expected


def test_both_sides_may_be_paths() -> None:
    rule = {"Variable": "$.rate", "NumericLessThanEqualsPath": "$.ceiling"}

    assert holds(rule, {"rate": 5, "ceiling": 5})
    assert not holds(rule, {"rate": 6, "ceiling": 5})


def test_boolean_expressions() -> None:
    big = {"Variable": "$.v", "NumericGreaterThan": 10}
    even_bigger = {"Variable": "$.v", "NumericGreaterThan": 100}

    assert holds({"And": [big, {"Not": even_bigger}]}, {"v": 50})
    assert holds({"Or": [even_bigger, big]}, {"v": 50})
    assert not holds({"And": [big, even_bigger]}, {"v": 50})


def test_an_earlier_part_guards_a_later_one() -> None:
    guarded = {"And": [{"Variable": "$.v", "IsPresent": True}, {"Variable": "$.v", "NumericEquals": 1}]}

    assert not holds(guarded, {})


def test_a_missing_variable_fails_the_state() -> None:
    with pytest.raises(RuntimeStateError) as caught:
        holds({"Variable": "$.v", "NumericEquals": 1}, {})

    assert caught.value.cause == (
        "Invalid path '$.v': The choice state's condition path references an invalid value."
    )
