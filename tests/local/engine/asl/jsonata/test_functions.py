"""The functions that Step Functions adds to JSONata."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from local.engine.asl.errors import QueryEvaluationError
from local.engine.asl.jsonata.expressions import parse_jsonata
from local.engine.asl.scope import Scope

SCOPE = Scope(dict, Random(7), {}, datetime(2027, 3, 14, tzinfo=UTC))


def evaluated(text: str, input_: Any = None) -> Any:
    return parse_jsonata("{% " + text + " %}", "Output").render(input_, SCOPE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$partition([0], 1)", [[0]]),
        ("$partition([1,2,3,4], 3)", [[1, 2, 3], [4]]),
        ("$partition([1,2,3], 2.9)", [[1, 2], [3]]),
        ("$partition([1,2,3])", [[1, 2, 3]]),
        ("$range(0, 6, 2)", [0, 2, 4, 6]),
        ("$range(5, 0, -2)", [5, 3, 1]),
        ("$range(-1.7, 2, 1)", [-1, 0, 1, 2]),
        ("$range(3, 3, 1)", 3),
        ("$count($range(1, 360145, 1))", 360_145),
        ("'[1]' ~> $parse()", [1]),
        ("$map(['1', '2'], $parse)", [1, 2]),
        ("$hash('input', 'SHA-1')", "140f86aae51ab9e1cda9b4254fe98a74eb54c1a1"),
        ("$hash('input', 'MD5')", "a43c1b0aa53a0c908810c06ab1ff3967"),
        ("$random(42)", 0.7275636800328681),
        ("$random(0)", 0.730967787376657),
        ("$parse('[1, {\"a\": null}]')", [1, {"a": None}]),
        ("$parse('null')", None),
        ("$parse('{\"a\":1}').a", 1),
        ("$exists($parse($states.input.missing))", False),
    ],
)
def test_a_value(text: str, value: Any) -> None:
    assert evaluated(text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$partition([1], -1)", "D3137: Second argument must be zero or greater"),
        (
            "$partition([1], '2')",
            'T0410: Argument 2 of function "partition" does not match function signature',
        ),
        (
            "$partition([1], null)",
            'T0410: Argument 2 of function "partition" does not match function signature',
        ),
        ("$partition('a', 2)", 'T0412: Argument 1 of function "partition" must be an array of undefined'),
        ("$range(1, 5, 1, 9)", 'T0410: Argument 4 of function "range" does not match function signature'),
        ("$hash()", 'T0410: Argument 1 of function "hash" does not match function signature'),
        ("$hash(1, 'MD5')", 'T0410: Argument 1 of function "hash" does not match function signature'),
        (
            "$hash('a', 'CRC')",
            "D3137: Hash algorithm 'CRC' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
        ),
        ("$parse('{')", "D3137: Invalid JSON"),
        ("$parse('NaN')", "D3137: Invalid JSON"),
        ("$parse(null)", 'T0410: Argument 1 of function "parse" does not match function signature'),
        ("$random(null)", 'T0410: Argument 1 of function "random" does not match function signature'),
        ("$uuid(1)", 'T0410: Argument 1 of function "uuid" does not match function signature'),
    ],
)
def test_what_they_refuse(text: str, why: str) -> None:
    with pytest.raises(QueryEvaluationError) as caught:
        evaluated(text)

    assert caught.value.cause.endswith(f"threw an error during evaluation. {why}")


def test_a_range_is_bounded() -> None:
    with pytest.raises(QueryEvaluationError, match="Expression evaluation memory limit exceeded"):
        evaluated("$range(1, 360146, 1)")


@pytest.mark.parametrize(
    "text",
    [
        "$partition([], 3)",
        "$partition([1], 0)",
        "$partition($states.input.no, 3)",
        "$range(0, 5, 0)",
        "$range(5, 0, 1)",
        "$range(1, 2)",
        "$hash('a')",
        "$parse()",
    ],
)
def test_what_they_have_no_answer_to(text: str) -> None:
    with pytest.raises(QueryEvaluationError, match=r"returned nothing \(undefined\)"):
        evaluated(text, {})


def test_a_uuid_is_one() -> None:
    assert UUID(evaluated("$uuid()")).version == 4


@settings(max_examples=50, deadline=None)
@given(elements=st.lists(st.integers(), min_size=1, max_size=30), size=st.integers(1, 10))
def test_a_partition_loses_nothing(elements: list[int], size: int) -> None:
    chunks = evaluated(f"$partition($states.input, {size})", elements)

    assert [element for chunk in chunks for element in chunk] == elements
    assert all(len(chunk) == size for chunk in chunks[:-1])


@settings(max_examples=50, deadline=None)
@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_parse_reads_what_json_writes(value: Any) -> None:
    assert evaluated("$parse($states.input)", json.dumps(value)) == value


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(-(2**40), 2**40))
def test_a_seeded_draw_is_repeatable_and_below_one(seed: int) -> None:
    draw = evaluated("$random($states.input)", seed)

    assert draw == evaluated("$random($states.input)", seed)
    assert 0 <= draw < 1
