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
        ("$partition([], 3)", []),
        ("$range(0, 6, 2)", [0, 2, 4, 6]),
        ("$range(5, 0, -2)", [5, 3, 1]),
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
    "text",
    [
        "$partition([1], 0)",
        "$partition([1], 1.5)",
        "$range(0, 5, 0)",
        "$range(0, 1000, 1)",
        "$hash('input', 'CRC')",
        "$parse('{')",
        "$parse('NaN')",
        "$parse(5)",
        "$random('seed')",
    ],
)
def test_what_they_refuse(text: str) -> None:
    with pytest.raises(QueryEvaluationError) as caught:
        evaluated(text)

    assert "threw an error during evaluation" in caught.value.cause


def test_a_uuid_is_one() -> None:
    assert UUID(evaluated("$uuid()")).version == 4


@settings(max_examples=50, deadline=None)
@given(elements=st.lists(st.integers(), max_size=30), size=st.integers(1, 10))
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
