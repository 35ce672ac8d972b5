"""What an expression gives, and how it fails."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonata.jsonata import Jsonata

from local.engine.asl.errors import ExpressionSyntaxError, QueryEvaluationError
from local.engine.asl.jsonata import bounds
from local.engine.asl.jsonata.bounds import MOST_ELEMENTS
from local.engine.asl.jsonata.expressions import is_expression, parse_jsonata
from local.engine.asl.jsonata.templates import parse_jsonata_template
from local.engine.asl.scope import Scope

NOON = datetime(2027, 3, 14, 12, 0, tzinfo=UTC)
LOAD = {"rate": 850.5, "stops": [{"city": "Reno"}, {"city": "Elko"}], "note": None, "tags": [1, None, 2]}
DEEP = "$f := function($n) { $n < 1 ? 0 : 1 + $f($n - 1) }"


def scope(seed: int = 7, **members: Any) -> Scope:
    context = {"Execution": {"Name": "load-1"}}
    return Scope(lambda: context, Random(seed), members.pop("variables", {}), NOON, **members)


def evaluated(text: str, **members: Any) -> Any:
    return parse_jsonata("{% " + text + " %}", "Output").render(LOAD, scope(**members))


def refused(text: str, **members: Any) -> str:
    """The end of the cause, after the sentence that names expression and field."""
    with pytest.raises(QueryEvaluationError) as caught:
        evaluated(text, **members)
    assert caught.value.error == "States.QueryEvaluationError"
    assert caught.value.location == "Output"
    opening = f"The JSONata expression '{text}' specified for the field 'Output' "
    assert caught.value.cause.startswith(opening)
    return caught.value.cause.removeprefix(opening)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$states.input", LOAD),
        ("$states.input.stops.city", ["Reno", "Elko"]),
        ("$states.input.stops[0].city", "Reno"),
        ("$states.input.note", None),
        ("$states.input.tags", [1, None, 2]),
        ("$map($states.input.tags, function($tag) { $tag })", [1, None, 2]),
        ("{'note': $states.input.note, 'missing': $states.input.missing}", {"note": None}),
        ("[0]", [0]),
        ("$states.input.rate * 2", 1701),
        ("7.5 % 2", 1.5),
        ("null", None),
        ("$states.context.Execution.Name", "load-1"),
        ("$states.input.stops{city: 1}", {"Reno": 1, "Elko": 1}),
        ("$contains('hello$world', /^hello\\$/)", True),
        ("1/0", "Infinity"),
        ("{'k': -1/0}", {"k": "-Infinity"}),
    ],
)
def test_a_value(text: str, value: Any) -> None:
    assert evaluated(text) == value


def test_variables_and_results_are_seen() -> None:
    assert evaluated("$rate + 1", variables={"rate": 5}) == 6
    assert evaluated("$nothing", variables={"nothing": None}) is None
    assert evaluated("$states.result.id", states={"result": {"id": 9}}) == 9


@pytest.mark.parametrize("text", ["$states.input.missing", "$unknown", "$hash($unknown, 'MD5')"])
def test_nothing_is_no_value(text: str) -> None:
    assert refused(text) == "returned nothing (undefined)."


@pytest.mark.parametrize("text", ["$fn := function($x){$x}", "[function(){1}]", "/a/"])
def test_a_function_is_no_value(text: str) -> None:
    assert refused(text) == "returned an unsupported result type."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$y()", "T1006: Attempted to invoke a non-function"),
        ("$eval('1+1')", "T1006: Attempted to invoke a non-function"),
        ("1 + 'a'", 'T2002: The right side of the "+" operator must evaluate to a number'),
        ("$sum(['a'])", 'T0412: Argument 1 of function "sum" must be an array of "numbers"'),
        ("$abs('x')", 'T0410: Argument 1 of function "abs" does not match function signature'),
        ("$split(null, 'a')", 'T0410: Argument 1 of function "split" does not match function signature'),
        ("1 < 'a'", 'T2009: The values 1 and "a" either side of operator "<" must be of the same data type'),
        ("-'a'", 'D1002: Cannot negate a non-numeric value: "a"'),
        ("1/0 + 1", 'D1001: Number out of range: "Infinity"'),
        ("$number('abc')", 'D3030: Unable to cast value to a number: "abc"'),
        ("$error('no rate')", "D3137: no rate"),
        ("$replace('a', '', 'b')", "D3010: Second argument of replace function cannot be an empty string"),
    ],
)
def test_a_failure_is_told_in_the_services_words(text: str, message: str) -> None:
    assert refused(text) == f"threw an error during evaluation. {message}"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        (f"({DEEP}; $f(300))", "Stack overflow error: Check for non-terminating recursive function.  "),
        ("1" + "+1" * 200, "Stack overflow error: "),
        (f"$count([1..{MOST_ELEMENTS + 1}])", "Expression evaluation memory limit exceeded: "),
        (
            "($p := function($s, $n) { $n = 0 ? $s : $p($s & $s, $n - 1) }; $length($p('x', 23)))",
            "Expression evaluation memory limit exceeded: ",
        ),
        ("$pad('', 10000000000)", "Expression evaluation memory limit exceeded: "),
        (
            "($a := $pad('', 4000); $replace($pad('', 4000), / /, $a))",
            "Expression evaluation memory limit exceeded: ",
        ),
    ],
)
def test_an_expression_is_bounded(text: str, bound: str) -> None:
    assert refused(text).startswith(f"threw an error during evaluation: {bound}")


def test_a_flaw_of_the_library_is_an_internal_error() -> None:
    assert refused("$parseInteger('x', 'w')").startswith("threw an internal error during evaluation: ")


def test_an_expression_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_STEPS", 5_000)

    assert refused("($f := function($x) { $f($x + 1) }; $f(1))") == (
        "threw an error during evaluation: Expression evaluation timeout: Check for infinite loop"
    )


def test_many_arrays_are_bounded_as_one_large_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_ALLOCATED", 10_000)

    assert "memory limit exceeded" in refused("[1..20].[1..100]")


def test_what_is_within_the_bounds_is_worked_out() -> None:
    assert evaluated(f"({DEEP}; $f(20))") == 20
    assert evaluated(f"$count([1..{MOST_ELEMENTS}])") == MOST_ELEMENTS


def test_time_and_chance_come_from_the_scope() -> None:
    assert evaluated("$now()") == "2027-03-14T12:00:00.000Z"
    assert evaluated("$millis()") == 1805025600000
    drawing = "[$random(), $uuid(), $shuffle([1..9])]"
    assert evaluated(drawing, seed=1) == evaluated(drawing, seed=1)
    assert evaluated(drawing, seed=1) != evaluated(drawing, seed=2)


def test_a_type_is_asked_for() -> None:
    expression = parse_jsonata("{% 1 %}", "Items")

    with pytest.raises(QueryEvaluationError) as caught:
        expression.typed({}, scope(), "array")

    assert caught.value.cause == (
        "The JSONata expression '1' specified for the field 'Items' returned an unexpected result type. "
        "Expected 'array', but was 'number' for value: 1"
    )


@pytest.mark.parametrize("text", [" {% 1 %}", "{% 1 %} ", "$states.input", "{% 1", 5, None])
def test_blanks_outside_make_a_plain_text(text: Any) -> None:
    assert not is_expression(text)
    assert parse_jsonata_template(text, "Output").render({}, scope()) == text


def test_a_failure_in_a_template_says_where() -> None:
    template = parse_jsonata_template({"a": [1, {"b": "{% $no %}"}]}, "Choices[1]/Output")

    with pytest.raises(QueryEvaluationError) as caught:
        template.render({}, scope())

    assert caught.value.location == "Choices[1]/Output/a[1]/b"


PARTS = st.sampled_from(
    [
        "$states.input",
        "1",
        "'a'",
        "null",
        "[]",
        "{}",
        "$x",
        "function($v){$v}",
        "/a/",
        "-1.5",
        "[1..3]",
        "true",
    ]
)
CALLS = st.sampled_from(
    sorted({*Jsonata.static_frame.bindings, "partition", "range", "hash", "parse", "uuid"})
)
OPERATORS = st.sampled_from(["+", "/", "%", "&", "=", "<", "in", "and", "~>", ".", "??"])


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    calls = st.builds(lambda name, given: f"${name}({', '.join(given)})", CALLS, st.lists(inner, max_size=3))
    pairs = st.builds(lambda left, operator, right: f"({left} {operator} {right})", inner, OPERATORS, inner)
    steps = st.builds(lambda left, right: f"{left}[{right}]", inner, inner)
    return calls | pairs | steps


@settings(max_examples=300, deadline=None)
@given(text=st.recursive(PARTS, compound, max_leaves=6))
def test_whatever_is_written_gives_json_or_a_failed_evaluation(text: str) -> None:
    try:
        value = parse_jsonata("{% " + text + " %}", "Output").render(LOAD, scope(variables={"x": [1, "b"]}))
    except (ExpressionSyntaxError, QueryEvaluationError):
        return
    assert json.loads(json.dumps(value, allow_nan=False)) == value


def test_data_that_is_nested_too_deep_fails_the_evaluation() -> None:
    deep: Any = []
    for _ in range(20_000):
        deep = [deep]
    expression = parse_jsonata("{% $count($states.input) %}", "Output")

    with pytest.raises(QueryEvaluationError, match="Stack overflow"):
        expression.render(deep, scope())


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text() | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(value=JSON_VALUES)
def test_data_goes_through_unchanged(value: Any) -> None:
    identity = parse_jsonata("{% $states.input %}", "Output")

    found = identity.render(value, scope())

    assert found == value
    assert type(found) is type(value) or math.isclose(found, value)


@settings(max_examples=60, deadline=None)
@given(value=JSON_VALUES)
def test_a_template_without_expressions_is_itself(value: Any) -> None:
    assert parse_jsonata_template(value, "Output").render({}, scope()) == value
