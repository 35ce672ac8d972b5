from __future__ import annotations

from random import Random
from typing import Any
from uuid import UUID

import pytest

from local.engine.asl.errors import ExpressionSyntaxError, MissingValueError, RuntimeStateError
from local.engine.asl.intrinsics import parse_intrinsic
from local.engine.asl.scope import Scope

DOCUMENT = {
    "name": "ABC",
    "list": [1, 2, 2, 3, True, "x", None],
    "object": {"Arg1": 1, "Arg2": []},
    "other": {"Arg2": 5, "Arg3": True},
    "text": '{"rate":1}',
    "null": None,
}


def call(text: str) -> Any:
    return parse_intrinsic(text).read(DOCUMENT, Scope(lambda: {"Name": "run"}, Random(3)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("States.Array()", []),
        ("States.Array($.name, 1, 'x', null, true, $$.Name)", ["ABC", 1, "x", None, True, "run"]),
        ("States.ArrayPartition($.list, 3)", [[1, 2, 2], [3, True, "x"], [None]]),
        ("States.ArrayContains($.list, 3)", True),
        ("States.ArrayContains(States.Array(1), true)", False),
        ("States.ArrayRange(1, 9, 3)", [1, 4, 7]),
        ("States.ArrayRange(5, 1, -2)", [5, 3, 1]),
        ("States.ArrayGetItem($.list, 5)", "x"),
        ("States.ArrayGetItem($.list, 1.9)", 2),
        ("States.ArrayGetItem(States.Array(), 4)", None),
        ("States.ArrayRange(5.4, -0.6, -2.4)", [5, 3, 1]),
        ("States.ArrayPartition(States.Array(1, 2, 3), 2.9)", [[1, 2], [3]]),
        ("States.ArrayLength($.list)", 7),
        ("States.ArrayUnique($.list)", [1, 2, 3, True, "x", None]),
        ("States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"),
        ("States.Base64Decode('!RGF0 YSB0!')", "Data t"),
        ("States.Base64Decode('ab==cd')", "i"),
        ("States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("States.JsonMerge($.object, $.other, false)", {"Arg1": 1, "Arg2": 5, "Arg3": True}),
        ("States.JsonMerge($.object, $.other, 'deep')", {"Arg1": 1, "Arg2": 5, "Arg3": True}),
        ("States.StringToJson($.text)", {"rate": 1}),
        ("States.StringToJson('')", None),
        ("States.JsonToString($.object)", '{"Arg1":1,"Arg2":[]}'),
        ("States.MathAdd(1.5, -0.5)", 2),
        ("States.MathAdd(-3.5, 0)", -3),
        ("States.StringSplit('This.is+a,,test', '.+,')", ["This", "is", "a", "test"]),
        ("States.Format('Carrier {} runs {}', $.name, 3)", "Carrier ABC runs 3"),
        ("States.Format('{}', $.object)", "{Arg1=1, Arg2=[]}"),
        ("States.Format('{} {} {}', null, true, 1.5)", "null true 1.5"),
        (r"States.Format('it\'s \{\} {}', 1)", "it's {} 1"),
        ("States.ArrayGetItem(States.StringSplit('a-b', '-'), States.MathAdd(0, 1))", "b"),
    ],
)
def test_what_a_function_gives(text: str, value: Any) -> None:
    assert call(text) == value


def test_random_numbers_lie_below_the_end_and_repeat_with_a_seed() -> None:
    assert 5 <= call("States.MathRandom(5, 9)") < 9
    assert call("States.MathRandom(1, 1000, 42)") == call("States.MathRandom(1, 1000, 42)")


def test_a_uuid_comes_from_the_injected_randomness() -> None:
    assert UUID(call("States.UUID()")).version == 4
    assert call("States.UUID()") == call("States.UUID()")


@pytest.mark.parametrize(
    "text",
    [
        "States.ArrayGetItem($.list, 7)",
        "States.ArrayGetItem($.list, -1)",
        "States.ArrayLength($.name)",
        "States.ArrayLength()",
        "States.ArrayLength($.list, $.list)",
        "States.ArrayRange(0, 1000, 1)",
        "States.ArrayRange(0, 1, 0.9)",
        "States.ArrayPartition($.list, 0.6)",
        "States.Base64Decode(1)",
        "States.Hash('x', 'CRC')",
        "States.JsonMerge($.object, $.other, true)",
        "States.StringToJson($.object)",
        "States.MathAdd('1', 1)",
        "States.MathAdd(2147483647, 1)",
        "States.MathAdd(1e309, 1)",
        "States.MathRandom(1.4, 1.6)",
        "States.UUID(1)",
    ],
)
def test_refused_arguments_fail_the_run_in_the_services_words(text: str) -> None:
    name = text.partition("(")[0]

    with pytest.raises(RuntimeStateError) as caught:
        call(text)

    assert caught.value.cause == (
        f"There was an error while evaluating the intrinsic function: {text}. Invalid arguments in {name}"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "'{} {}', 1",
            "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.",
        ),
        (
            "'{}', 1, 2",
            "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.",
        ),
        (
            "7, 1",
            "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.",
        ),
        ("'to {', 1", "Invalid template in States.Format: matching '}' not found for '{'."),
        ("'{{}}', 1", "Invalid template in States.Format: matching '}' not found for '{'."),
        ("'}'", "Invalid template in States.Format: matching '{' not found for '}'."),
    ],
)
def test_a_template_that_does_not_fit_its_arguments_says_why(text: str, why: str) -> None:
    with pytest.raises(RuntimeStateError) as caught:
        call(f"States.Format({text})")

    assert caught.value.cause.endswith(f"States.Format({text}). {why}")


def test_an_index_of_what_is_no_array_is_told_by_the_library() -> None:
    with pytest.raises(RuntimeStateError) as caught:
        call("States.Format('{}', $.object[0])")

    assert caught.value.cause.endswith(
        "had the following error: Filter: [0] can only be applied to arrays. "
        'Current context is: {"Arg1":1,"Arg2":[]}'
    )


def test_an_inner_call_is_blamed_within_the_outermost_one() -> None:
    text = "States.ArrayLength(States.MathAdd($.name, 1))"

    with pytest.raises(RuntimeStateError) as caught:
        call(text)

    assert caught.value.cause.endswith(f"function: {text}. Invalid arguments in States.MathAdd")


@pytest.mark.parametrize(
    ("path", "shown"), [("$.none", "$.none"), ("$.list[7]", "$.list[7]"), ("$$.None", "$.None")]
)
def test_an_argument_that_leads_nowhere_is_named(path: str, shown: str) -> None:
    text = f"States.Format('{{}}', States.JsonToString({path}))"

    with pytest.raises(MissingValueError) as caught:
        call(text)

    assert caught.value.in_document("{ }").cause == (
        f"The function '{text}' had the following error: The JsonPath argument for the field '{shown}' "
        "could not be found in the input '{ }'"
    )


@pytest.mark.parametrize(
    "text",
    [
        "States.Unknown()",
        "States.Format('a'",
        "States.Format(a)",
        "States.Format('a') x",
        "States.UUID",
        "States.Array(" * 11 + ")" * 11,
        r"""States.Format('12\" rims')""",
        r"States.Format('a\n')",
    ],
)
def test_what_is_no_call_is_refused(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError):
        parse_intrinsic(text)
