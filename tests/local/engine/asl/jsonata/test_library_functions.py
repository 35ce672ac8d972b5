"""The library's functions take and refuse arguments, and make texts, as JSONata's JavaScript does."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from local.engine.asl.jsonata.interpreter import EvaluationError, Program

NOON = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)


def evaluated(text: str) -> Any:
    return Program(text).run({}, NOON, Random(7))


def refused(text: str) -> str:
    with pytest.raises(EvaluationError) as caught:
        evaluated(text)
    return str(caught.value).removeprefix("threw an error during evaluation. ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$count(null)", 1),
        ("$reverse(null)", [None]),
        ("$map(null, function($each) { 'seen' })", "seen"),
        ("$zip([1, 2], null)", [[1, None]]),
    ],
)
def test_null_is_a_value(text: str, value: Any) -> None:
    assert evaluated(text) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$floor(null)", 'T0410: Argument 1 of function "floor"'),
        ("$split('a b', null)", 'T0410: Argument 2 of function "split"'),
        ("$sum(null)", 'T0412: Argument 1 of function "sum"'),
        ("$contains('a', 1)", 'T0410: Argument 2 of function "contains"'),
        ("$join(['a', 'b'], 1)", 'T0410: Argument 2 of function "join"'),
        ("$match('a', 'b')", 'T0410: Argument 2 of function "match"'),
        ("$abs(1, 2)", 'T0410: Argument 2 of function "abs"'),
        (
            "(5).$uppercase()",
            'T0411: Context value is not a compatible type with argument 1 of function "uppercase"',
        ),
    ],
)
def test_the_argument_that_does_not_fit_is_named(text: str, why: str) -> None:
    assert refused(text).startswith(why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$decodeUrl('%E0%A4%A')", 'D3140: Malformed URL passed to $decodeUrl(): "%E0%A4%A"'),
        ("$decodeUrlComponent('%zz')", 'D3140: Malformed URL passed to $decodeUrlComponent(): "%zz"'),
        ("$encodeUrl('\\uD800')", "D3140: Malformed URL passed to $encodeUrl(): "),
        (
            "$formatBase(255, 37)",
            "D3100: The radix of the formatBase function must be between 2 and 36.  It was given 37",
        ),
        ("$fromMillis(0, '[Y')", "D3135: No matching closing bracket ']' in date/time picture string"),
        ("$string(1/0)", "D3001: Attempting to invoke string function on Infinity or NaN"),
        ("1/0 & ''", "D3001: Attempting to invoke string function on Infinity or NaN"),
    ],
)
def test_a_refusal_says_what_it_was_given(text: str, why: str) -> None:
    assert refused(text).startswith(why)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$string([0.1 + 0.2, 1e-7, 1e21, 1.0, 1/3])", "[0.3,1e-7,1e+21,1,0.333333333333333]"),
        ("$string(123456789012345678)", "123456789012346000"),
        ("$string(-0.00000012)", "-1.2e-7"),
        ("$string(100)", "100"),
        ("(0.1 + 0.2) & ''", "0.3"),
        ("$string({'city': 'Orléans\\n'})", '{"city":"Orléans\\n"}'),
        ("{'rates': [850.5, null, true]} & ''", '{"rates":[850.5,null,true]}'),
        ("$string({'sum': $sum, 'nothing': {}})", '{"sum":"","nothing":{}}'),
        ("$string([1..3])", "[1,2,3]"),
        ("$string({'a': [1, {}], 'b': []}, true)", '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}'),
        ("$string($sum)", ""),
        ("$string('as it is')", "as it is"),
    ],
)
def test_a_text_is_written_as_javascript_writes_it(text: str, value: str) -> None:
    assert evaluated(text) == value
